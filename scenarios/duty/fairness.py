"""How evenly a roster's turns and nights fall on people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def turns(assignments: Iterable[Mapping[str, Any]], role: str = "") -> Counter[str]:
    """Return how many places each person has, of one role or of all."""
    return Counter(place["person"] for place in assignments if role in ("", place["role"]))


def spread(counts: Mapping[str, int], everybody: int) -> str:
    """Return "5 to 6 turns (21 people)"; who has none counts."""
    values = [*counts.values(), *([0] * (everybody - len(counts)))]
    low, high = min(values), max(values)
    return f"{low}" if low == high else f"{low} to {high}"
