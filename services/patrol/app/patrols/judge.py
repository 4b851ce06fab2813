"""From what a phone tells to a visit: which mark, when, and whether it is proven."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.patrol.app.patrols.codes import Codes
from services.patrol.app.patrols.ports import Posts
from services.patrol.domain.geo import Point
from services.patrol.domain.patrols.places import full, mark_in, post_of
from services.patrol.domain.patrols.visit import Visit, near, timed
from services.patrol.domain.policy import CheckIn
from services.patrol.domain.posts.post import Mark
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.shift import Shift


@dataclass(frozen=True, slots=True)
class Said:
    """What a phone tells of one visit. id: its own. mark: full, or of the shift's post; "" with a code.

    accuracy: metres, as the phone reports it.
    """

    id: str
    at: datetime
    mark: str = ""
    left: datetime | None = None
    code: str = ""
    position: Point | None = None
    accuracy: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of it. visit: None when it is not even kept. reason: why it does not count, "" when it does."""

    id: str
    visit: Visit | None
    reason: str = ""
    message: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is proven."""
        return self.visit is not None and self.visit.counts


@dataclass(frozen=True, slots=True)
class Judge:
    """See the module's text."""

    posts: Posts
    codes: Codes

    def __call__(
        self, said: Said, shift: Shift, person: str, rules: CheckIn, now: datetime, sent: datetime | None = None
    ) -> Judged:
        """Judge one; a refusal is part of what is returned. sent: what the phone's clock showed at sending."""
        try:
            visit, message = self._judged(said, shift, person, rules, now, sent)
        except Refused as refused:
            return Judged(said.id, None, refused.reason, refused.message)
        reason = "" if visit.counts else next(flag for flag in visit.flags if flag in ("far", "inaccurate"))
        return Judged(said.id, visit, reason, message)

    def _judged(
        self, said: Said, shift: Shift, person: str, rules: CheckIn, now: datetime, sent: datetime | None
    ) -> tuple[Visit, str]:
        when = timed(said.at, said.left, now, sent, rules)
        visit = Visit(
            said.id, "", person, said.at, when.time, now, when.left,
            flags=(*when.flags, *_outside(shift, when.time, rules)),
        )  # fmt: skip
        if said.code:
            mark = self.codes.read(said.code).mark
            if said.mark and full(shift.post, said.mark) != mark:
                raise Refused("other_mark", f"the code is of {mark}", "leave the mark out", field="mark")
            self._mark(mark, shift)
            return replace(visit, mark=mark), ""
        if said.position is None or not said.mark:
            raise Refused("no_proof", "neither code nor position", "scan the sign, or give mark and position")
        mark = full(shift.post, said.mark)
        found = self._mark(mark, shift)
        spot = near(found.place, found.tolerance, said.position, said.accuracy, rules)
        told = replace(visit, mark=mark, proof="position", distance=spot.metres, flags=(*visit.flags, *spot.flags))
        return told, spot.message

    def _mark(self, id: str, shift: Shift) -> Mark:
        try:
            post = self.posts.get(post_of(id))
        except LookupError:
            post = None
        mark = mark_in(post, id) if post is not None and post.unit == shift.unit else None
        if mark is None:
            raise Refused(
                "unknown_mark", f"{shift.unit} has no mark {id}", "look at the unit's posts", field="mark"
            )
        return mark


def _outside(shift: Shift, time: datetime, rules: CheckIn) -> tuple[str, ...]:
    inside = shift.start - rules.early <= time < shift.end + rules.late
    return () if inside else ("outside_shift",)
