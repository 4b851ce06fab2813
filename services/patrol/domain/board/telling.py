"""What a decision about a unit gives: the unit afterwards, and what is told. What has passed is forgotten here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.patrol.domain.board.picture import picture
from services.patrol.domain.board.unit import Assignment, Unit
from services.patrol.domain.people.step import Fact

KEPT = timedelta(days=7)
"""How long an ended assignment is kept, so that a late message about it is known for one."""
KEPT_UNHEARD = timedelta(days=60)
"""Of one of which nothing told that it had begun: that message is to come, perhaps from a parking queue."""
KEPT_DUTY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Step:
    """The unit afterwards. facts: empty when nothing is to be told."""

    unit: Unit
    facts: tuple[Fact, ...] = ()


def tell(unit: Unit, now: datetime, facts: Sequence[Fact] = ()) -> Step:
    """Return the step: the facts, and the whole picture of the unit if it is another than was told last."""
    unit = _without_past(unit, now)
    told = picture(unit, now)
    if told == unit.told:
        return Step(unit, tuple(facts))
    return Step(replace(unit, told=told), (*facts, Fact("duty_changed", told)))


def _without_past(unit: Unit, now: datetime) -> Unit:
    hand = unit.hand if unit.hand is not None and now < unit.hand.until else None
    return replace(
        unit, hand=hand, duties=tuple(duty for duty in unit.duties if now < duty.end + KEPT_DUTY),
        assignments=tuple(each for each in unit.assignments if _kept(each, now)),
    )  # fmt: skip


def _kept(assignment: Assignment, now: datetime) -> bool:
    return assignment.open or now < assignment.changed + (KEPT_UNHEARD if assignment.unheard else KEPT)
