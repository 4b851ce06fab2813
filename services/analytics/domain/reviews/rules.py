"""When an accountability review is opened and how far it looks back, as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services.analytics.domain.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Trigger:
    """What opens a review. word: preventable_crime, major_accident …

    closed_as: it opens when the incident was closed as one of these. Without them it opens when that was closed as
    anything but `ReviewRules.unless`, or isn't closed after `ReviewRules.wait`. least: the fact's value, at least:
    findings (立案 …) tell every value anew.
    """

    word: str
    title: str
    of: Wanted
    closed_as: tuple[str, ...] = ()
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """known: facts that count as known before. back: how far to look. level: digits of the place that is searched,
    12 the village or community, 16 the grid. unless: what is closed as one of these opens none. wait: so long after
    the report a review opens although nobody closed the incident. answer: how long it may take. most: so many known
    facts are kept.
    """

    triggers: tuple[Trigger, ...]
    unless: tuple[str, ...]
    known: Wanted
    back: timedelta
    level: int
    wait: timedelta
    answer: timedelta
    most: int = 500
