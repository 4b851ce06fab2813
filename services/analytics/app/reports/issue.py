"""Reports when they are due: a plan per kind and county says of which period the next one is.

Due is found by an index. Then: make the report, store it (once, for its id says what it is of), move the plan on
(an ordinary write, once). Killed anywhere, the next round goes on; any number of processes make one report.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from lianfang.persistence.aggregate import Aggregates, Change
from lianfang.persistence.steps import step
from lianfang.persistence.store import Conflict, Range, StoreError
from services.analytics.app.reports.compose import Compose
from services.analytics.app.reports.ports import CannotSay, Standing
from services.analytics.app.reports.storage import Reports
from services.analytics.domain.figures.period import Period
from services.analytics.domain.reports.report import KINDS
from services.analytics.domain.reports.schedule import Plan, after, due_at, first_plan

LOOK_AGAIN = timedelta(minutes=5)
"""How often it is asked which counties there are; all facts are looked at for it."""

PATIENCE = timedelta(hours=2)
"""How long a due report waits for events that are still to be counted; then it is made and says so."""

AT_ONCE = 200
_log = logging.getLogger(__name__)


class _Done(Exception):
    """Another process moved the plan on."""


class IssueDue:
    """Makes what is due; called every few seconds, by every replica."""

    def __init__(
        self,
        plans: Aggregates[Plan],
        reports: Reports,
        compose: Compose,
        clock: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self._plans, self._reports, self._compose = plans, reports, compose
        self._clock, self._zone = clock, zone
        self._planned: set[str] = set()
        self._looked: datetime | None = None

    def __call__(self) -> int:
        """Make the reports that are due; return how many. Raises StoreUnavailable.

        A report that can't be made keeps none of the others from being made; the next call tries again.
        """
        now = self._clock()
        self._plan_new(now)
        if not self._due(now):
            return 0
        standing = self._compose.figures.standing()
        if standing is Standing.ELSEWHERE:
            return 0
        due = self._due(now - PATIENCE if standing is Standing.BEHIND else now)
        return sum(self._one(plan) for plan in due)

    def _due(self, until: datetime) -> list[Plan]:
        due = Range("due", high=until.astimezone(UTC).isoformat())
        found = self._plans.store.find(self._plans.collection, due, sort="due", limit=AT_ONCE)
        return [self._plans.stored(document).state for document in found.documents]

    def _plan_new(self, now: datetime) -> None:
        """Plan the reports of counties of which there were no facts before."""
        if self._looked is not None and now - self._looked < LOOK_AGAIN:
            return
        self._looked = now
        try:
            regions = self._compose.figures.regions()
        except CannotSay as error:
            _log.info("counties to report of are not known here now: %s", error)
            return
        for plan in (first_plan(kind, region, now, self._zone) for region in regions for kind in KINDS):
            if plan.id not in self._planned:
                self._begin(plan)
                self._planned.add(plan.id)
                _log.info("reports are planned", extra={"plan": plan.id, "first": plan.period})

    def _begin(self, plan: Plan) -> None:
        def decide(there: Plan | None) -> Change[Plan]:
            return self._change(plan if there is None else there)

        self._plans.execute(plan.id, step("plan"), decide)

    def _one(self, plan: Plan) -> bool:
        try:
            self._reports.keep(self._compose(plan.kind, plan.region, Period.parse(plan.period)))
            self._move_on(plan)
        except (StoreError, _Done) as error:
            if not isinstance(error, _Done | Conflict):
                raise
            return False
        except CannotSay as error:
            _log.warning("a report is not made yet: %s", error, extra={"plan": plan.id})
            return False
        except Exception as error:  # one report must not end all the others
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("making a report broke down: %s at\n%s", error, where, extra={"plan": plan.id})
            return False
        return True

    def _move_on(self, plan: Plan) -> None:
        now = self._clock()

        def decide(there: Plan | None) -> Change[Plan]:
            if there != plan:
                raise _Done
            return self._change(after(plan, now, self._zone))

        self._plans.execute(plan.id, step(f"made/{plan.period}"), decide)

    def _change(self, plan: Plan) -> Change[Plan]:
        at = self._compose.contents[plan.kind].due
        return Change(plan, due=due_at(Period.parse(plan.period), at, self._zone))
