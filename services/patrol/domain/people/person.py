"""A person of the forces as rosters know them. Names, phones and addresses are not here: they lie sealed apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.patrol.domain.rosters.problem import Wish
from services.patrol.domain.span import Span

State = Literal["applied", "active", "suspended", "left"]
VOLUNTEER_FORCES = ("company_party", "community_party", "retired_party", "property_guard", "shop", "other")
"""Where volunteers come from: the four forces of 洪城义警 (企业党员, 社区双报到党员, 离退休党员, 物业保安), clerks
of shops, and others."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof of a skill. until: the last local day it is valid, None: for ever. verified: somebody has seen it."""

    skill: str
    until: date | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """A time a person is away. state: asked, granted, refused, withdrawn."""

    id: str
    span: Span
    state: str = "granted"
    kind: str = "leave"


@dataclass(frozen=True, slots=True)
class Person:
    """See the module's text.

    unit: full id of the station or team whose rosters have them. area: region code (to grid level) they set out
    from. groups: ``shop:<full shop id>``, ``team:<word>`` … . usual: posts they know. origin: of VOLUNTEER_FORCES,
    "" for officers and auxiliaries.
    """

    id: str
    county: str
    unit: str
    force: str
    state: State = "active"
    origin: str = ""
    area: str = ""
    groups: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()
    certificates: tuple[Certificate, ...] = ()
    leaves: tuple[Leave, ...] = ()
    wishes: tuple[Wish, ...] = ()

    @property
    def skills(self) -> dict[str, date | None]:
        """Return what verified certificates prove, each with its last valid day."""
        held: dict[str, date | None] = {}
        for one in self.certificates:
            if one.verified:
                known = held.get(one.skill, one.until)
                held[one.skill] = None if known is None or one.until is None else max(known, one.until)
        return held

    @property
    def away(self) -> tuple[Span, ...]:
        """Return when granted leave keeps them away."""
        return tuple(leave.span for leave in self.leaves if leave.state == "granted")
