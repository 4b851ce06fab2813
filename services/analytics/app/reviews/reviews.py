"""Reviews open by themselves after a preventable crime or major accident, or by hand, and are brought to an end."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianfang.persistence.aggregate import Aggregates, Change, Command, Stored
from lianfang.persistence.due import fire_due
from lianfang.persistence.store import Condition, Eq, In, find_all
from services.analytics.app.asking import Asking, Confirmed
from services.analytics.app.policies.storage import Policies
from services.analytics.app.reviews.storage import REVIEWS, review_change
from services.analytics.domain.policy import Policy
from services.analytics.domain.reviews import steps
from services.analytics.domain.reviews.picture import picture
from services.analytics.domain.reviews.review import Incident, Picture, Review, Step
from services.analytics.domain.reviews.rules import ReviewRules
from services.analytics.domain.wanted import Row, Span

_IDS = uuid.UUID("4f7b8a1e-2d7b-5c0f-9d3e-5a6b7c8d9e01")
HORIZON = timedelta(days=35)
"""What becomes known later than this after it happened opens no review by itself; somebody can."""
_AT_ONCE = 100
_log = logging.getLogger(__name__)


class NoSuchReview(LookupError):
    """There is no such review; the message is fit for callers."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a review has to be opened about."""

    trigger: str
    incident: Incident
    policy: Policy
    picture: Picture


class Reviews:
    """See the module's text."""

    def __init__(
        self, reviews: Aggregates[Review], asking: Asking, policies: Policies, clock: Callable[[], datetime]
    ) -> None:
        self._reviews, self._asking, self._policies, self._clock = reviews, asking, policies, clock

    def sweep(self) -> int:
        """Open what has to be opened; return how many. Doing it twice, or on two replicas, has one effect.

        Raises NotReady, StoreUnavailable.
        """
        now = self._clock()
        counties = self._asking.counties(Span(now - HORIZON, now))
        opened = 0
        for policy, some in self._by_rules(counties):
            found = self._triggered(policy.reviews, some, now)
            for trigger, row in self._unopened(found):
                incident = self._incident(row)
                known = self.known(incident, policy.reviews)
                id = _review_id(trigger, row.event_id)
                command = Command(id, actor="analytics", causation=row.event_id)
                self._open(id, Candidate(trigger, incident, policy, known), command)
                opened += 1
        if opened:
            _log.info("reviews opened", extra={"number": opened})
        return opened

    def open(self, trigger: str, incident: Incident, command: Command) -> Stored[Review]:
        """Open one by hand. Raises ReusedId, NotReady."""
        policy = self._policies.for_county(incident.region[:6])
        known = self.known(incident, policy.reviews)
        id = _review_id("by_hand", command.id)
        self._open(id, Candidate(trigger, incident, policy, known), command)
        return self.get(id)

    def assign(self, id: str, reviewer: str, command: Command) -> Stored[Review]:
        """Give it to somebody. This and what follows raise NoSuchReview, Refused, ReusedId."""
        return self._do(id, command, lambda review: steps.assign(review, reviewer))

    def look_again(self, id: str, command: Command) -> Stored[Review]:
        """Take what became known of the time before since. Raises NotReady too."""
        review = self.get(id).state
        known = self.known(review.incident, self._policies.at(review.version).reviews)
        return self._do(id, command, lambda review: steps.looked_again(review, known))

    def conclude(self, id: str, finding: str, reason: str, command: Command) -> Stored[Review]:
        """End it with a finding."""
        now = self._clock()
        return self._do(id, command, lambda it: steps.conclude(it, finding, reason, command.actor, now))

    def dismiss(self, id: str, reason: str, command: Command) -> Stored[Review]:
        """End it without."""
        now = self._clock()
        return self._do(id, command, lambda it: steps.dismiss(it, reason, command.actor, now))

    def fire(self) -> int:
        """Tell of reviews that take too long; return of how many."""
        now = self._clock()

        def decide(review: Review) -> Change[Review] | None:
            step = steps.late(review, now)
            return review_change(step) if step else None

        return len(fire_due(self._reviews, self._clock, decide))

    def get(self, id: str) -> Stored[Review]:
        """Return a review. Raises NoSuchReview."""
        found = self._reviews.get(id)
        if found is None:
            raise NoSuchReview(f"There is no review {id}.")
        return found

    def page(
        self, region: str, *, state: str = "", limit: int = 50, cursor: str | None = None
    ) -> tuple[list[Review], str | None]:
        """Return a region's reviews, the newest incident first. Raises ValueError for a cursor of another list."""
        where: list[Condition] = [Eq("regions", region), *([Eq("state", state)] if state else [])]
        page = self._reviews.store.find(REVIEWS, *where, sort="at", descending=True, limit=limit, cursor=cursor)
        return [self._reviews.stored(document).state for document in page.documents], page.cursor

    def known(self, incident: Incident, rules: ReviewRules) -> Picture:
        """Return what was known at the place before. It asks the base."""
        span = Span(incident.at - rules.back, incident.at)
        rows = self._asking.rows_at(rules.known, span, incident.region[: rules.level])
        return picture(rows, incident.at, incident.subject, rules.most)

    def _by_rules(self, counties: Sequence[str]) -> Iterator[tuple[Policy, list[str]]]:
        by_version: dict[str, tuple[Policy, list[str]]] = {}
        for county in counties:
            policy = self._policies.for_county(county)
            by_version.setdefault(policy.version, (policy, []))[1].append(county)
        yield from by_version.values()

    def _triggered(self, rules: ReviewRules, counties: Sequence[str], now: datetime) -> list[tuple[str, Row]]:
        span = Span(now - HORIZON, now)
        return [
            (trigger.word, row)
            for trigger in rules.triggers
            for row in self._asking.rows_in(
                trigger.of, span, counties, Confirmed(now - rules.wait, rules.unless, trigger.closed_as)
            )
            if row.value >= trigger.least
        ]

    def _unopened(self, found: Sequence[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
        """Leave out incidents that have a review, whatever opened it; of two triggers of one the first counts."""
        once = {row.subject: (trigger, row) for trigger, row in reversed(found)}
        incidents = sorted(once)
        for start in range(0, len(incidents), _AT_ONCE):
            some = tuple(incidents[start : start + _AT_ONCE])
            documents = find_all(self._reviews.store, REVIEWS, In("incident", some))
            there = {document["keys"]["incident"] for document in documents}
            yield from (once[incident] for incident in some if incident not in there)

    def _incident(self, row: Row) -> Incident:
        region = self._asking.place_of(row.subject, row.region)
        team = row.team or self._asking.team_of(row.subject)
        return Incident(row.event_id, row.subject, region, row.at, row.category, team)

    def _open(self, id: str, about: Candidate, command: Command) -> None:
        now = self._clock()

        def decide(review: Review | None) -> Change[Review]:
            if review is not None:
                return Change(None)
            policy = about.policy
            return review_change(steps.opened(
                id, about.trigger, about.incident, about.picture, policy.reviews, policy.version, now
            ))  # fmt: skip

        self._reviews.execute(id, command, decide)

    def _do(self, id: str, command: Command, rule: Callable[[Review], Step]) -> Stored[Review]:
        def decide(review: Review | None) -> Change[Review]:
            if review is None:
                raise NoSuchReview(f"There is no review {id}.")
            return review_change(rule(review))

        self._reviews.execute(id, command, decide)
        return self.get(id)


def _review_id(trigger: str, event: str) -> str:
    return str(uuid.uuid5(_IDS, f"{trigger}/{event}"))
