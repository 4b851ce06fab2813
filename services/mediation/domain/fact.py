"""Facts: what happened in a case, in order. A case is nothing but its facts, folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened.

    name: past tense, as in `mediation.<name>` on the bus. at: the server's time. actor: token subject or ``timer``.
    data: JSON-able. Three keys mean the same in every fact: ``state`` is the procedure's new state, ``due`` sets
    deadlines (kind -> RFC 3339), ``clear`` ends some. Whatever may name a person is an encrypted token.
    """

    name: str
    at: datetime
    actor: str
    data: Mapping[str, Any] = field(default_factory=dict)
