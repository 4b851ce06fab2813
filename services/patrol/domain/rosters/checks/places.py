"""What each slot asks of all who take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.patrol.domain.rosters.checks.given import Duty, Given, Turn
from services.patrol.domain.rosters.problem import Violation

_NAMED = 3


def counts(given: Given) -> Iterator[Violation]:
    """No more people than a need asks, and no required need unmet."""
    for duty in given.duties.values():
        turns = given.by_slot[duty.slot.id]
        taken = Counter(turn.need for turn in turns)
        settled = Counter(turn.need for turn in turns if turn.fixed)
        for index, need in enumerate(duty.slot.needs):
            if taken[index] > max(need.count, settled[index]):
                people = tuple(turn.person for turn in turns if turn.need == index)
                yield Violation(
                    "count",
                    f"{given.when(duty)}, {need.role}: {taken[index]} people, {need.count} asked",
                    people,
                    (duty.slot.id,),
                )
            elif need.required and taken[index] < need.count:
                text = f"{given.when(duty)}, {need.role}: {taken[index]} of {need.count} required"
                yield Violation("required", text, (), (duty.slot.id,))


def together(given: Given) -> Iterator[Violation]:
    """Enough of all who take a slot hold what they must hold together, unless nobody new is in it."""
    for duty, turns in _taken(given):
        if all(turn.fixed for turn in turns):
            continue
        people = sorted({turn.person for turn in turns})
        for skill, least in sorted(duty.slot.together.items()):
            holders = sum(given.holds(given.workers[person], skill, duty) for person in people)
            if holders < least:
                text = f"{given.when(duty)}: {holders} with {skill}, {least} needed among them"
                yield Violation("together", text, tuple(people), (duty.slot.id,))


def accompanied(given: Given) -> Iterator[Violation]:
    """Who of a force may not be alone has somebody of the other force in the slot."""
    for duty, turns in _taken(given):
        force = {turn.person: given.workers[turn.person].force for turn in turns}
        for guarded, guard in sorted(given.problem.accompanied.items()):
            guards = {person for person, own in force.items() if own == guard}
            alone = sorted(
                {
                    turn.person
                    for turn in turns
                    if not turn.fixed and force[turn.person] == guarded and not guards - {turn.person}
                }
            )
            if alone:
                text = f"{given.when(duty)}: {guarded} {_few(alone)} without {guard}"
                yield Violation("accompanied", text, tuple(alone), (duty.slot.id,))


def _taken(given: Given) -> Iterator[tuple[Duty, list[Turn]]]:
    for duty in given.duties.values():
        turns = given.by_slot[duty.slot.id]
        if turns:
            yield duty, turns


def _few(people: list[str]) -> str:
    """Name some of many; the violation has all of them."""
    more = f" and {len(people) - _NAMED} more" if len(people) > _NAMED else ""
    return f"{', '.join(people[:_NAMED])}{more}"
