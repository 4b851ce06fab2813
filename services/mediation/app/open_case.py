"""A dispute comes to notice, from whatever source, once or many times: one dispute, one case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import Change, Command
from services.mediation.app.act import Act, Check, anything
from services.mediation.app.cases import change
from services.mediation.app.claims import Claims, origin
from services.mediation.app.codec import EMPTY, Dossier
from services.mediation.app.numbers import CaseNumbers
from services.mediation.domain.case import Case
from services.mediation.domain.decide import decide, decide_all
from services.mediation.domain.ending import Reopen
from services.mediation.domain.grading import Signal
from services.mediation.domain.opening import AddSource, Open, Record
from services.mediation.domain.partying import Seal
from services.mediation.domain.refused import Refused

_CASE_IDS = uuid.UUID("6d0b6a5e-3c1b-5c2e-8b7a-5f2d0b1f8c31")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a source says of a dispute. ref: its id there; also: further ids of the same, such as ("incident", id).

    text: already encrypted. happened_at, outcome: of an old case from the paper ledger (source ``record``).
    """

    source: str
    ref: str
    category: str
    county: str
    region: str
    text: str = ""
    sealed: bool = False
    signals: tuple[str, ...] = ()
    relation: str = ""
    people: int = 0
    also: tuple[tuple[str, str], ...] = ()
    happened_at: datetime | None = None
    outcome: str = "settled"


@dataclass(frozen=True, slots=True)
class Opened:
    """The dispute's case; fresh: this notice opened it."""

    id: str
    fresh: bool


class OpenCase:
    """See the module's text."""

    def __init__(self, act: Act, claims: Claims, numbers: CaseNumbers) -> None:
        self._act, self._cases, self._briefing = act, act.cases, act.briefing
        self._claims, self._numbers = claims, numbers

    def __call__(self, notice: Notice, command: Command, check: Check = anything) -> Opened:
        """Open a case, or add a source to the one that has the dispute.

        check: sees the case that has it already, and raises for a caller to whom it is closed. Raises ReusedId,
        StoreUnavailable.
        """
        keys = [origin(notice.source, notice.ref), *(origin(*each) for each in notice.also)]
        own = case_id(keys[0])
        id = self._claims.claim_first(keys, own, lambda: self._numbers.next(notice.county, own))
        try:
            return self._note(id, notice, command, check)
        except Refused as refused:
            if refused.reason != "merged":
                raise
        return self._note(self._act.final(id).id, notice, command, check)

    def _note(self, id: str, notice: Notice, command: Command, check: Check) -> Opened:
        fresh = False

        def decide_(dossier: Dossier | None) -> Change[Dossier]:
            nonlocal fresh
            fresh = dossier is None
            if dossier is not None:
                check(dossier.case)
            before = dossier or EMPTY
            return self._change(before, notice, id, command)

        outcome = self._cases.execute(id, command, decide_)
        return Opened(id, fresh and not outcome.repeated)

    def _change(self, before: Dossier, notice: Notice, id: str, command: Command) -> Change[Dossier]:
        if before is EMPTY:
            ctx = self._briefing.opening(notice.county, notice.region, command.actor)
            number = self._numbers(notice.county, ctx.policy, id)
            return change(before, decide(before.case, order(notice, id, number), ctx), id)
        ctx = self._briefing.plain(before.case, command.actor)
        return change(before, decide_all(before.case, again(before.case, notice), lambda *_: ctx), id)


def again(case: Case, notice: Notice) -> list[Any]:
    """Return the orders of another report of a dispute that has a case.

    Who comes anew and names an earlier report, such as the incident a visit was about, brings a case that was over
    back to life. A report that somebody named before it came itself is no news: it may be late by weeks. What is
    reported for few eyes seals the case first, so that no event tells of it to others.
    """
    known = (notice.source, notice.ref) in {(each.source, each.ref) for each in case.origins}
    sealing = [Seal(True)] if notice.sealed and not known else []
    if notice.also and not known and case.state != "merged" and not case.open:
        return [*sealing, Reopen("new_report", notice.source, notice.ref), Signal(notice.signals)]
    return [*sealing, AddSource(notice.source, notice.ref, notice.signals)]


def case_id(first_origin: str) -> str:
    """Return the id of the case that a report opens, the same in every process."""
    return str(uuid.uuid5(_CASE_IDS, first_origin))


def order(notice: Notice, id: str, number: str) -> Open:
    """Return a notice as the order to open a case."""
    said: dict[str, Any] = {
        "id": id, "number": number, "source": notice.source, "ref": notice.ref, "category": notice.category,
        "county": notice.county, "region": notice.region, "text": notice.text, "sealed": notice.sealed,
        "signals": notice.signals, "relation": notice.relation, "people": notice.people,
    }  # fmt: skip
    if notice.source == "record":
        return Record(**said, happened_at=notice.happened_at, outcome=notice.outcome)
    return Open(**said)
