"""The problem of a roster, made of posts, people, rules and what is published already, as they are now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from time import sleep
from zoneinfo import ZoneInfo

from services.patrol.app.rosters.duties import Duties
from services.patrol.app.rosters.ports import HomeOf, PeopleOf, Rules, SlotsOf, nowhere
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.rosters.later import kept_free
from services.patrol.domain.rosters.past import Done, Looks, past_of
from services.patrol.domain.rosters.problem import Limits, Problem, Roster, Slot, Worker
from services.patrol.domain.rosters.rota import Rota
from services.patrol.domain.span import Span

_DAY, _MARGIN, _NEAR = timedelta(days=1), timedelta(days=2), timedelta(days=14)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Built:
    """A problem, the version of the rules it was made by, and before when a published roster's slots stay."""

    problem: Problem
    policy: str
    frozen_before: datetime | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """What of a published roster stays: slots that begin before `until`, with who has them."""

    slots: tuple[Slot, ...] = ()
    fixed: Roster = frozenset()
    former: Roster | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BuildProblem:
    """See the module's text."""

    posts: SlotsOf
    people: PeopleOf
    rules: Rules
    duties: Duties
    clock: Callable[[], datetime]
    zone: ZoneInfo
    home_of: HomeOf = nowhere

    def __call__(self, rota: Rota, number: int, frozen_before: datetime | None = None) -> Built:
        """Return the problem of a rota's attempt. frozen_before: keep a published roster at least until then."""
        policy = self.rules(rota.county)
        frozen = self._frozen(rota, policy, frozen_before)
        known = {slot.id for slot in frozen.slots}
        until = frozen.until
        slots = (
            *frozen.slots,
            *(
                slot
                for slot in self.posts.slots(rota.unit, rota.first, rota.last)
                if slot.id not in known and (until is None or slot.start >= until)
            ),
        )
        problem = Problem(
            f"{rota.id}/{number}", rota.unit, self.zone, slots, self._workers(rota, policy, frozen.fixed),
            accompanied=dict(policy.accompanied), night=policy.night, weights=policy.weights, fixed=frozen.fixed,
            former=frozen.former,
        )  # fmt: skip
        return Built(problem, policy.version, frozen.until)

    def _frozen(self, rota: Rota, policy: Policy, before: datetime | None) -> Frozen:
        if rota.published is None:
            return Frozen()
        until = max(filter(None, (before, self.clock() + policy.horizon_frozen)))
        problem = self.duties.books.problem(rota.id, rota.published.problem)
        former = self.duties.standing(rota, problem)
        stay = [slot for slot in problem.slots if slot.start < until]
        taken = Counter((place.slot, place.need) for place in former)
        ids = {slot.id for slot in stay}
        fixed = frozenset(place for place in former if place.slot in ids)
        return Frozen(tuple(_as_taken(slot, taken) for slot in stay), fixed, former, until)

    def _workers(self, rota: Rota, policy: Policy, fixed: Roster) -> tuple[Worker, ...]:
        begins = datetime.combine(rota.first, time(), self.zone)
        ends = datetime.combine(rota.last + _DAY, time(), self.zone)
        looks = Looks(policy.night, self.zone)
        past: defaultdict[str, list[Done]] = defaultdict(list)
        later: defaultdict[str, list[Done]] = defaultdict(list)
        for person, span in self.duties.besides(rota, (begins - policy.fairness_period - _MARGIN).date()):
            if begins - policy.fairness_period <= span.start < begins:
                past[person].append(looks(span))
            elif span.end > begins and span.start < ends + _NEAR:
                later[person].append(looks(span))
        lost: defaultdict[str, list[Span]] = defaultdict(list)
        for person, span in self.duties.lost(rota):
            lost[person].append(span)
        shared = {rota.first.isocalendar()[:2], rota.last.isocalendar()[:2]}
        horizon = Span(begins - _MARGIN, ends + _MARGIN)
        limits = {force: policy.limits_over(force, rota.days) for force in ("officer", "auxiliary", "volunteer")}
        active = {each.id: each for each in self.people.of_unit(rota.unit) if each.state == "active"}
        gone = sorted({place.person for place in fixed} - active.keys())
        return (
            *(
                self._worker(
                    each, limits.get(each.force, Limits()), horizon, past.get(each.id, []),
                    later.get(each.id, []), shared, lost.get(each.id, []),
                )
                for each in _in_turns(sorted(active.values(), key=lambda person: person.id))
            ),
            *(self._gone(id, horizon) for id in gone),
        )  # fmt: skip

    def _gone(self, id: str, horizon: Span) -> Worker:
        """Return somebody who left, or went to another unit, and still has a frozen shift: no more is theirs."""
        person = self.people.get(id)
        if person is None:
            return Worker(id, "officer", away=(horizon,))
        return Worker(id, person.force, skills=person.skills, groups=person.groups, away=(horizon,))

    def _worker(
        self, person: Person, limits: Limits, horizon: Span, past: Sequence[Done], later: Sequence[Done],
        shared: set[tuple[int, int]], lost: Sequence[Span],
    ) -> Worker:  # fmt: skip
        """shared: ISO weeks of the first and last day, part of which may be another roster's. lost: when they said
        that they can't come."""
        away = [span for span in (*person.away, *lost) if span.meets(horizon)] + kept_free(later, limits, self.zone)
        weeks: Counter[tuple[int, int]] = Counter()
        for done in (*past, *later):
            if (week := done.day.isocalendar()[:2]) in shared:
                weeks[week] += done.span.length // _MINUTE
        return Worker(
            person.id, person.force, limits, person.skills, person.groups, tuple(sorted(set(away))),
            tuple(wish for wish in person.wishes if wish.span.meets(horizon)), person.usual,
            self.home_of(person.area) if person.area else None, past_of(past), dict(weeks),
        )  # fmt: skip


def _in_turns(people: Iterable[Person]) -> Iterator[Person]:
    """Yield people, and let others have their turn now and then: there may be thousands."""
    for number, person in enumerate(people):
        if number % 100 == 0:
            sleep(0)
        yield person


def _as_taken(slot: Slot, taken: Counter[tuple[str, int]]) -> Slot:
    """Return a frozen slot that asks for those who have it, no more: what is open in it is for repair to fill."""
    needs = (replace(need, count=taken[slot.id, index], required=False) for index, need in enumerate(slot.needs))
    return replace(slot, needs=tuple(needs))
