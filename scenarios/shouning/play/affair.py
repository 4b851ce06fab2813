"""One dispute in the play: its reports, its case, and who does what next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from lianfang.contracts.mediation.fields import FINAL
from scenarios.shouning.play import actors
from scenarios.shouning.play.conduct import next_step
from scenarios.shouning.play.desk import Desk
from scenarios.shouning.play.hearing import Hearing, NotHeard
from scenarios.shouning.play.reports import (
    OVER_THE_BUS,
    Dispute,
    Report,
    case_body,
    incident_body,
    parties_of,
    record_body,
    reports_of,
)
from scenarios.shouning.play.steps import Situation, Step, View

TOLD = ("state", "confirmation", "risk", "owner", "round", "next_due")
"""What an event and the API both say of a case."""
_AT_FIRST_S, _PATIENCE_S = 2.0, 20.0


class Affair:
    """See the module's text. One thread at a time works on it."""

    def __init__(self, dispute: Dispute, desk: Desk, hearing: Hearing, clock: Callable[[], datetime]) -> None:
        self._dispute = {**dispute, "parties": parties_of(dispute)}
        self._desk, self._hearing, self._clock = desk, hearing, clock
        self._reports = reports_of(dispute)
        self._view: View = {}
        self._plan: Step | None = None

    @property
    def name(self) -> str:
        """The dispute's id in the file."""
        return str(self._dispute["id"])

    @property
    def case(self) -> str:
        """The id of its case, empty before it is known."""
        return str(self._view.get("id", ""))

    @property
    def over(self) -> bool:
        """Whether nothing is left to be told or done."""
        return not self._reports and self._view.get("state") in FINAL

    @property
    def has_news(self) -> bool:
        """Whether the bus tells another thing of the case than it was last seen to be."""
        return bool(self.case) and not self._agrees(self._view)

    @property
    def next_at(self) -> datetime | None:
        """When something is to be done; None when nothing is, or a deadline has to pass first."""
        moments = [each.at for each in self._reports[:1]] + ([self._plan.at] if self._plan else [])
        return min(moments, default=None)

    def go_on(self) -> None:
        """Do all that is due by now."""
        while (at := self.next_at) is not None and at <= self._clock():
            if self._reports and self._reports[0].at <= self._clock():
                self._report(self._reports.pop(0))
            elif self._plan is not None:
                self._do(self._plan)

    def look_again(self) -> None:
        """The bus told of something that none of us did: look at the case and go on."""
        self._take(self._fresh(self.case))
        self.go_on()

    def _report(self, report: Report) -> None:
        if "old" in self._dispute and not self.case:
            self._desk.post("mediation", "/v1/records", actors.OFFICER, record_body(self._dispute))
        if report.source in OVER_THE_BUS:
            body = incident_body(self._dispute, report.source)
            incident = self._desk.post("incident", "/v1/incidents", actors.CALL_TAKER, body)["id"]
            case = self._hearing.case_of(incident)
            if self.case:  # it is not known yet whose dispute this is: an officer finds out who the people are
                said = {"parties": self._parties_again()}
                self._take(self._desk.post("mediation", f"/v1/cases/{case}/parties", actors.OFFICER, said))
            else:
                self._take(self._fresh(case))
            return
        parties = self._parties_again() if self.case else self._dispute["parties"]
        body = case_body(self._dispute, report, parties)
        self._take(self._desk.post("mediation", "/v1/cases", actors.OFFICER, body))

    def _parties_again(self) -> list[dict[str, Any]]:
        """Whoever reports a second time knows names, dates and telephones, and no id numbers."""
        return [
            {name: said for name, said in each.items() if name not in ("id_number", "kin")}
            for each in self._dispute["parties"]
        ]  # fmt: skip

    def _do(self, step: Step) -> None:
        body = dict(step.body)
        if step.action == "assign":
            body = self._choice()
        self._take(
            self._desk.post("mediation", f"/v1/cases/{self.case}/{step.action}", step.actor, body)
        )  # fmt: skip

    def _choice(self) -> dict[str, str]:
        """Whom to ask: the first suggested; when all have their hands full, who has the fewest cases of those."""
        said = self._desk.get("mediation", f"/v1/cases/{self.case}/suggestions", actors.OFFICER)
        if said["suggested"]:
            return {"mediator": said["suggested"][0]["mediator"], "why": "suggested"}
        busy = {
            each["mediator"] for each in said["excluded"] if {why["reason"] for why in each["reasons"]} == {"full"}
        }
        known = self._desk.get("mediation", "/v1/mediators", actors.OFFICER)["items"]
        least = min(
            (each for each in known if each["id"] in busy), key=lambda each: (each["open_cases"], each["id"])
        )
        return {"mediator": least["id"], "why": "override"}

    def _take(self, view: View) -> None:
        """Take in how the case stands, once the bus has told the same, and decide what is next."""
        if "state" not in view:  # who acted may not see the case any more, and is told its id alone
            view = self._fresh(view["id"])
        self._view = self._as_heard(view)
        missed = self._hearing.missed(self.case)
        self._plan = next_step(Situation(self._view, self._dispute, missed, self._clock()))

    def _as_heard(self, view: View) -> View:
        """Wait until the bus tells what the API says; if it goes on telling another thing, the case has moved."""
        try:
            return self._told_by_now(view, _AT_FIRST_S)
        except NotHeard:
            return self._told_by_now(self._fresh(view["id"]), _PATIENCE_S)

    def _told_by_now(self, view: View, seconds: float) -> View:
        self._hearing.wait(
            partial(self._agrees, view), f"the bus does not tell how case {view['id']} stands", seconds
        )
        return view

    def _agrees(self, view: View) -> bool:
        told = self._hearing.newest.get(view["id"])
        return told is not None and all(told.data.get(name) == view[name] for name in TOLD)

    def _fresh(self, case: str) -> View:
        view: View = self._desk.get("mediation", f"/v1/cases/{case}", actors.OFFICER)
        return view
