"""Carrying out orders on a case: one durable write, once per command, announced on the bus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Aggregates, Change, Command
from services.mediation.app import sight
from services.mediation.app.access import NotThere, require_acting
from services.mediation.app.briefing import Briefing
from services.mediation.app.cases import change
from services.mediation.app.codec import Dossier
from services.mediation.domain.agreeing import Agree
from services.mediation.domain.assigning import Assign, Decline
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.decide import decide_all
from services.mediation.domain.rounds import StartRound

ABOUT_PEOPLE = (Assign, StartRound, Agree)
Check = Callable[[Case], Any]


def anything(_case: Case) -> None:
    """Check nothing."""


@dataclass(frozen=True, slots=True)
class Act:
    """See the module's text."""

    cases: Aggregates[Dossier]
    briefing: Briefing

    def __call__(
        self, id: str, orders: Sequence[Any], caller: Caller, command: Command, check: Check = anything
    ) -> Case:
        """Carry out orders for a caller and return the case. check: sees the case first, and raises what it likes.

        All orders or none. Raises NotThere, NotAllowed, Refused, ReusedId.
        """

        def checked(case: Case) -> None:
            require_acting(caller, sight.as_sealed(self.cases, case))
            check(case)

        return self.internally(id, orders, command, checked)

    def internally(self, id: str, orders: Sequence[Any], command: Command, check: Check = anything) -> Case:
        """Carry out orders of the service itself: timers, other services' events, follow-up steps.

        Returns the case as this command left it; a repeat, which decides nothing, the case as it is now.
        """
        after: Case | None = None

        def decided(dossier: Dossier | None) -> Change[Dossier]:
            nonlocal after
            if dossier is None:
                raise NotThere("There is no such case, or it is not yours to see.")
            check(dossier.case)
            facts = decide_all(dossier.case, orders, lambda case, order: self.context(case, order, command.actor))
            made = change(dossier, facts)
            after = (made.state or dossier).case  # after lost races the last one, which was committed
            return made

        repeated = self.cases.execute(id, command, decided).repeated
        return self.case(id) if repeated or after is None else after

    def case(self, id: str) -> Case:
        """Return a case. Raises NotThere."""
        stored = self.cases.get(id)
        if stored is None:
            raise NotThere("There is no such case, or it is not yours to see.")
        return stored.state.case

    def case_for(self, caller: Caller, id: str) -> Case:
        """Return a case for a caller who is about to change it. Raises NotThere, NotAllowed."""
        case = self.case(id)
        require_acting(caller, sight.as_sealed(self.cases, case))
        return case

    def final(self, id: str) -> Case:
        """Follow merges to the case that goes on; one without a state when there is none."""
        return sight.follow(self.cases, self.dossier(id).case)

    def dossier(self, id: str) -> Dossier:
        """Return a case with its facts, an empty one when there is none."""
        return sight.dossier_of(self.cases, id)

    def context(self, case: Case, order: Any, actor: str) -> Context:
        """Return what an order needs to be told."""
        if isinstance(order, Decline):
            return self.briefing.choosing(case, actor)
        if isinstance(order, ABOUT_PEOPLE):
            return self.briefing.about_people(case, actor, order.mediator if isinstance(order, Assign) else "")
        return self.briefing.plain(case, actor)
