"""People as a record states them."""

from __future__ import annotations

from dataclasses import dataclass

from services.mediation.domain.parts import PARTY
from services.mediation.domain.people.identity import Stated
from services.mediation.domain.people.kin import Kind


@dataclass(frozen=True, slots=True)
class KinSaid:
    """Who somebody is to a party. ref: another party of the case; else stated: somebody who is none."""

    kind: Kind
    ref: str = ""
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class PartySaid:
    """A party as the record states it."""

    ref: str
    side: str
    stated: Stated
    role: str = PARTY
    of: str = ""
    notes: str = ""
    kin: tuple[KinSaid, ...] = ()
