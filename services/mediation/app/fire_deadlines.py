"""Firing the deadlines of cases: once in effect, however many processes try."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.persistence.aggregate import Aggregates, Change
from lianfang.persistence.due import TIMER, fire_due
from services.mediation.app.briefing import Briefing
from services.mediation.app.cases import change
from services.mediation.app.codec import Dossier
from services.mediation.domain.firing import fire


class FireDeadlines:
    """See the module's text."""

    def __init__(self, cases: Aggregates[Dossier], briefing: Briefing, missed: Callable[[str], None]) -> None:
        """missed: told the kind of each deadline that passed unmet, for the metrics."""
        self._cases, self._briefing, self._missed = cases, briefing, missed

    def __call__(self) -> int:
        """Fire what is due and return how many cases that changed. Raises StoreUnavailable."""
        outcomes = fire_due(self._cases, self._briefing.clock, self._decide)
        for outcome in outcomes:
            for kind in outcome.result:
                self._missed(kind)
        return len(outcomes)

    def _decide(self, dossier: Dossier) -> Change[Dossier] | None:
        case = dossier.case
        late = case.deadlines.get("accept")
        replacing = late is not None and late <= self._briefing.clock()
        ctx = self._briefing.choosing(case, TIMER) if replacing else self._briefing.plain(case, TIMER)
        facts = fire(case, ctx)
        missed = [str(fact.data["kind"]) for fact in facts if fact.name == "deadline_missed"]
        return change(dossier, facts, missed) if facts else None
