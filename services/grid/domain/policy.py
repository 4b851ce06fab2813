"""The rules of field records that differ by county, as data (services/grid/policy/default.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Period = Literal["day", "week", "month"]
PERIODS: tuple[Period, ...] = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class HazardClass:
    """A class of hazards. within: until it has to be resolved. items: what a place of the class has to have."""

    within: timedelta
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitRule:
    """What a visit to a household has to have to count: minutes, and of these on telecom fraud."""

    minutes: int
    fraud_minutes: int


@dataclass(frozen=True, slots=True)
class Policy:
    """See the module's text.

    hazards: class -> its rule. grades: kind of place -> its grades, the safest first. duties: word -> how often.
    visits: role -> rule. offline: how long a phone may keep a record without being asked why. bodies: whom a hazard
    may be transferred to. sources: section -> where its rule comes from.
    """

    version: str
    hazards: Mapping[str, HazardClass]
    bodies: tuple[str, ...]
    grades: Mapping[str, tuple[str, ...]]
    visits: Mapping[str, VisitRule]
    duties: Mapping[str, Period]
    offline: timedelta
    sources: Mapping[str, str]
