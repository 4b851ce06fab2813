"""A roster's slot as the shift it is to become, if all its people are free."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from services.patrol.app.shifts.act import known_person, who_of
from services.patrol.app.shifts.ports import People, Posts, Rules
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.posts.post import Post
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import Roster, Slot
from services.patrol.domain.shifts.context import Who
from services.patrol.domain.shifts.opening import open_shift, shift_id
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Step

_HOLDS = uuid.UUID("0f5b9b66-1d0a-5f64-8a53-6c9c2f8f4d02")


@dataclass(frozen=True, slots=True)
class Draft:
    """A shift to be, with who is to be in it by index of the slot's need. Its holds are always the same.

    stays: the shift is there and frozen: whoever has its places by now keeps them.
    """

    slot: Slot
    post: Post
    roster: str
    who: Mapping[int, Sequence[Who]]
    shift: Shift
    stays: bool = False

    @property
    def holds(self) -> list[tuple[str, str]]:
        """Return each person with the hold of their diary; none for a shift that stays."""
        if self.stays:
            return []
        return [(each.person, each.hold) for people in self.who.values() for each in people]

    def open(self, taken: Collection[str], policy: Policy, now: datetime) -> Step:
        """Return it opened. taken: holds of those who have another duty at that time."""
        free = {
            index: [replace(each, hold="") if each.hold in taken else each for each in people]
            for index, people in self.who.items()
        }
        return open_shift(self.slot, self.post, self.roster, free, policy, now)


@dataclass(frozen=True, slots=True)
class Drafts:
    """Makes drafts of slots."""

    posts: Posts
    people: People
    rules: Rules
    clock: Callable[[], datetime]
    zone: tzinfo

    def __call__(
        self, roster: str, version: int, slot: Slot, assigned: Mapping[int, Sequence[str]],
        known: Mapping[str, Person], *, stays: bool = False,
    ) -> Draft:  # fmt: skip
        """Return the draft of a slot. known: people at hand. Raises Refused for an unknown post or person."""
        post = self._post(slot)
        id = shift_id(roster, slot.id)
        who = {
            index: [self._who(each, slot, _hold(id, version, each), known) for each in people]
            for index, people in assigned.items()
        }
        shift, _ = open_shift(slot, post, roster, who, self.rules.for_county(post.county), self.clock())
        return Draft(slot, post, roster, who, shift, stays)

    @staticmethod
    def by_slot(roster: Roster) -> dict[str, dict[int, list[str]]]:
        """Return who is assigned, by slot and index of its need."""
        by_slot: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for each in sorted(roster):
            by_slot[each.slot][each.need].append(each.person)
        return {slot: dict(needs) for slot, needs in by_slot.items()}

    def _who(self, person: str, slot: Slot, hold: str, known: Mapping[str, Person]) -> Who:
        return who_of(known.get(person) or known_person(self.people, person), slot.end, hold, self.zone)

    def _post(self, slot: Slot) -> Post:
        try:
            return self.posts.get(slot.post)
        except LookupError:
            raise Refused(
                "no_such_post", f"slot {slot.id} is at a post that is not there: {slot.post}",
                "add the post; its shifts are opened then",
            ) from None  # fmt: skip


def _hold(shift: str, version: int, person: str) -> str:
    return str(uuid.uuid5(_HOLDS, f"{shift}/{version}/{person}"))
