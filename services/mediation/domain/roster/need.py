"""What a case asks of its mediator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Need:
    """What a case asks of its mediator.

    region: code of where the dispute is, to the grid if known. lon, lat: degrees, None when unknown.
    day: local day of asking, for who is away. languages: that the parties need; empty: any.
    mode: public_order, people, court_docked. risk: blue, yellow, orange, red.
    skills: asked for beside those of the category. conflicted: mediator id -> why there is a conflict of interest.
    passed_over: mediator id -> why it is not to be asked again (declined, replaced).
    """

    category: str
    region: str
    day: date
    lon: float | None = None
    lat: float | None = None
    languages: tuple[str, ...] = ()
    mode: str = "people"
    risk: str = "blue"
    skills: tuple[str, ...] = ()
    conflicted: Mapping[str, str] = field(default_factory=dict)
    passed_over: Mapping[str, str] = field(default_factory=dict)
