"""HTTP and timer of hazards (隐患): found, given to somebody, resolved."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.grid.app.records.hazards import NoSuchRecord
from services.grid.domain.records.hazard import Found, Hazard, Step, StepName
from services.grid.entrypoints import problems  # noqa: F401 - makes the exceptions known
from services.grid.entrypoints import record_answers as answers
from services.grid.entrypoints import record_bodies as bodies
from services.grid.entrypoints.record_callers import READ, TELL, listed, phone, require_own

FIRE_S = 1
HazardsAnswer = answers.page_of(answers.HazardAnswer, "HazardsAnswer")


class HazardsApi:
    """Who is of a team acts on hazards that the team, or nobody, has in hand; a dispatcher on all of the region."""

    app: Any = Wired()

    @timer(FIRE_S)
    @patient
    def fire_hazards(self) -> None:
        """Tell of hazards that are overdue."""
        while self.app.records.hazards.fire():
            continue

    @api(
        "POST", "/v1/hazards", roles=TELL, body=bodies.HazardBody, response=answers.HazardAnswer, idempotent=True,
        status=201, summary="A hazard was found: 201 new, 200 known by its id already",
    )  # fmt: skip
    def find_hazard(self, call: Call) -> Reply:
        """Note it."""
        body = call.body
        require_region(call.caller, body["region"])
        told = self.app.records.ground.told(phone(call), body["region"][:6])
        found = Found(
            body["kind"], body["region"], body["source"], told, body["place"] or "", body["team"],
            tuple(dict.fromkeys(body["missing"])),
        )  # fmt: skip
        hazard, new = self.app.records.hazards.find(body["id"], found, body["due"], call.command())
        return Reply(answers.hazard(hazard), status=201 if new else 200)

    @api(
        "POST", "/v1/hazards/<id>/assign", roles=TELL, body=bodies.AssignBody, response=answers.HazardAnswer,
        idempotent=True, summary="Have a team see to it",
    )  # fmt: skip
    def assign_hazard(self, call: Call) -> Any:
        """Tell the team."""
        return self._taken(call, "assigned", team=call.body["team"])

    @api(
        "POST", "/v1/hazards/<id>/transfer", roles=TELL, body=bodies.TransferBody, response=answers.HazardAnswer,
        idempotent=True, summary="Hand it to the body whose duty it is; it stays open until it is resolved",
    )  # fmt: skip
    def transfer_hazard(self, call: Call) -> Any:
        """Note to whom."""
        return self._taken(call, "transferred", to=call.body["to"])

    @api(
        "POST", "/v1/hazards/<id>/equip", roles=TELL, body=bodies.EquipBody, response=answers.HazardAnswer,
        idempotent=True, summary="Put there what was missing",
    )  # fmt: skip
    def equip_hazard(self, call: Call) -> Any:
        """Note what."""
        return self._taken(call, "equipped", items=_items(call), pieces=call.body["pieces"])

    @api(
        "POST", "/v1/hazards/<id>/resolve", roles=TELL, body=bodies.ResolveBody, response=answers.HazardAnswer,
        idempotent=True, summary="It is no more, or has been made small, or was none",
    )  # fmt: skip
    def resolve_hazard(self, call: Call) -> Any:
        """End it."""
        body = call.body
        return self._taken(call, "resolved", items=_items(call), pieces=body["pieces"], outcome=body["outcome"])

    @api(
        "GET", "/v1/hazards", roles=READ, query=bodies.HazardsQuery, response=HazardsAnswer,
        summary="Hazards, found last first",
    )  # fmt: skip
    def list_hazards(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        return listed(
            call, self.app.records.hazards.page, answers.hazard, kind=query["kind"], state=query["state"],
            team=query["team"], open="yes" if query["open"] else "",
        )  # fmt: skip

    @api("GET", "/v1/hazards/<id>", roles=READ, response=answers.HazardAnswer, summary="One hazard and its steps")
    def get_hazard(self, call: Call) -> Any:
        """Return it."""
        return answers.hazard(self._seen_hazard(call))

    def _taken(self, call: Call, name: StepName, **what: Any) -> Any:
        hazard = self._seen_hazard(call)
        require_own(call, hazard.team)
        told = self.app.records.ground.told(phone(call), hazard.found.county)
        step = Step(call.command_id, name, told, **what)
        return answers.hazard(self.app.records.hazards.take(hazard.id, step, call.command()))

    def _seen_hazard(self, call: Call) -> Hazard:
        hazard: Hazard = self.app.records.hazards.get(call.path["id"])
        if not call.caller.may_see(hazard.found.region):
            raise NoSuchRecord
        return hazard


def _items(call: Call) -> tuple[str, ...]:
    return tuple(dict.fromkeys(call.body["items"]))
