"""A warning: raised when a method signals, then dismissed with a reason, or expired when it is seen no more.

Of each place, figure, category and method one is open at a time; a further signal keeps it open and brings its
numbers up to date. After a dismissal the same is quiet for a while: whoever dismissed it knew.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from services.analytics.domain.refused import Refused
from services.analytics.domain.warnings.rules import WarningRules

RAISED, DISMISSED, EXPIRED = "raised", "dismissed", "expired"
BECAUSE = ("known_cause", "handled", "single_cause", "data_error", "no_concern")
"""Why a warning may be dismissed: its cause is known; it is dealt with; all of it is one matter reported often; the
data is wrong; it was looked into and is nothing."""
_SLOTS = uuid.UUID("0a2f4bd5-5d5b-5a0e-9ed6-6b1f0c2f7d31")


@dataclass(frozen=True, slots=True)
class Slot:
    """What at most one warning is open of."""

    place: str
    figure: str
    category: str
    method: str

    @property
    def id(self) -> str:
        """Return the id under which its warnings lie."""
        return f"w-{uuid.uuid5(_SLOTS, '/'.join((self.place, self.figure, self.category, self.method))).hex}"


@dataclass(frozen=True, slots=True)
class Reason:
    """A number that speaks for a warning, under the word that says what it is (see words.py)."""

    word: str
    value: float


@dataclass(frozen=True, slots=True)
class Signal:
    """What a method found. since, day: first and last day of the rise; expected: usual for that time."""

    slot: Slot
    since: date
    day: date
    observed: int
    expected: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """The newest warning of a slot. number: how many it has had. because, by: why and by whom it was ended."""

    signal: Signal
    number: int
    state: str
    raised: datetime
    expires: datetime
    ended: datetime | None = None
    because: str = ""
    by: str = ""

    @property
    def id(self) -> str:
        """Return the id of this very warning."""
        return f"{self.signal.slot.id}.{self.number}"


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be announced: name of the event, and what it says besides the warning itself."""

    name: str
    more: Mapping[str, Any]


def on_signal(
    warning: EarlyWarning | None, signal: Signal, rules: WarningRules, now: datetime
) -> tuple[EarlyWarning, tuple[Told, ...]] | None:
    """Return what a signal makes of the slot's newest warning; None: nothing, it is quiet, or the day is old."""
    if warning is not None and signal.day < warning.signal.day:
        return None
    expires = now + rules.open_for
    if warning is not None and warning.state == RAISED:
        return replace(warning, signal=signal, expires=expires), ()
    if warning is not None and warning.state == DISMISSED and warning.ended and now < warning.ended + rules.quiet:
        return None
    raised = EarlyWarning(signal, warning.number + 1 if warning else 1, RAISED, now, expires)
    reasons = [{"word": each.word, "value": each.value} for each in signal.reasons]
    return raised, (Told("warning_raised", {"reasons": reasons}),)


def dismiss(warning: EarlyWarning, because: str, by: str, now: datetime) -> tuple[EarlyWarning, tuple[Told, ...]]:
    """End a raised warning. Raises Refused for one that has ended, and for a reason that is none."""
    if because not in BECAUSE:
        raise Refused("no_reason", "is no reason", f"use one of {', '.join(BECAUSE)}", field="reason")
    if warning.state != RAISED:
        raise Refused("ended", f"the warning is {warning.state} already", "read it afresh")
    ended = replace(warning, state=DISMISSED, ended=now, because=because, by=by)
    return ended, (Told("warning_dismissed", {"reason": because}),)


def expire(warning: EarlyWarning, now: datetime) -> tuple[EarlyWarning, tuple[Told, ...]] | None:
    """End a warning that was not seen again in time; None: it isn't time, or it has ended."""
    if warning.state != RAISED or now < warning.expires:
        return None
    return replace(warning, state=EXPIRED, ended=now), (Told("warning_expired", {}),)
