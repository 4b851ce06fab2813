"""What was measured: figures with a key, kept in measured.json, which the model and the page read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

NOT_MEASURED = "not measured: run `python -m bench sizing --write docs/sizing.md`"
SIZES = "regions."
OLD = "(not of this run)"
MEASURED = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. key: ``<subject>.<what>``; text: what it is, for people; count: over how many it was taken."""

    key: str
    text: str
    value: float
    unit: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one run. conditions: machine, versions, load, so that a reader can judge them."""

    figures: Mapping[str, Figure]
    conditions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, figures: Iterable[Figure], conditions: Mapping[str, str] | None = None) -> Measured:
        """Collect figures. Raises ValueError for a key that comes twice."""
        kept: dict[str, Figure] = {}
        for each in figures:
            if each.key in kept:
                raise ValueError(f"figure {each.key} was measured twice")
            kept[each.key] = each
        return cls(kept, dict(conditions or {}))

    def __getitem__(self, key: str) -> float:
        """Return a figure's value. Raises KeyError with the remedy."""
        if key not in self.figures:
            raise KeyError(f"{key}: {NOT_MEASURED}")
        return self.figures[key].value

    def over(self, earlier: Measured) -> Measured:
        """Return these figures, and for what was not measured the earlier ones, marked as such.

        Sizes that were chosen otherwise than before are no lack.
        """
        sized = any(key.startswith(SIZES) for key in self.figures)
        old = {
            key: each if OLD in each.text else replace(each, text=f"{each.text} {OLD}")
            for key, each in earlier.figures.items()
            if key not in self.figures and not (key.startswith(SIZES) and sized)
        }
        return Measured({**self.figures, **old}, self.conditions)

    def save(self, path: Path = MEASURED) -> None:
        """Write them."""
        document = {
            "conditions": dict(self.conditions), "figures": [asdict(each) for each in self.figures.values()],
        }  # fmt: skip
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path = MEASURED) -> Measured:
        """Read what was measured last."""
        document = json.loads(path.read_text(encoding="utf-8"))
        return cls.of((Figure(**each) for each in document["figures"]), document["conditions"])
