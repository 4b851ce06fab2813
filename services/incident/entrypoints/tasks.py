"""HTTP: teams answer, dispatchers correct and close."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import NotFound
from services.incident.app import views
from services.incident.app.report_incident import Said
from services.incident.domain.acting import Move
from services.incident.domain.findings import Findings
from services.incident.domain.task import TEAM_ACTIONS, Refused
from services.incident.entrypoints.answers import IncidentAnswer
from services.incident.entrypoints.problems import refusal
from services.incident.entrypoints.schemas import CloseBody, CorrectionBody, FindingsBody, MoveBody


class Tasks:
    """Everything that changes an incident over HTTP."""

    app: Any = Wired()

    @api(
        "POST", "/v1/incidents/<id>/tasks/<task>/<action>", roles={"team", "dispatcher"}, body=MoveBody,
        idempotent=True, response=IncidentAnswer,
        summary=f"Answer a task; action: {', '.join(TEAM_ACTIONS)}",
    )  # fmt: skip
    def act(self, call: Call) -> Reply:
        """Move a task."""
        action = call.path["action"]
        if action not in TEAM_ACTIONS:
            raise NotFound(f"There is no action {action}; there is: {', '.join(TEAM_ACTIONS)}.")
        device_time = call.body["device_time"]
        move = Move(
            call.path["task"], action, call.caller.subject,
            device_time=device_time.isoformat() if device_time else "", reason=call.body["reason"],
        )  # fmt: skip
        try:
            incident = self.app.act(call.path["id"], move, call.caller, call.command())
        except Refused as refused:
            raise refusal(refused) from None
        return Reply(views.incident(incident, call.caller), version=incident.version)

    @api(
        "PATCH", "/v1/incidents/<id>/place", roles={"dispatcher", "supervisor"}, body=CorrectionBody,
        idempotent=True, response=IncidentAnswer, summary="Correct the place; routes again. Needs If-Match",
    )  # fmt: skip
    def correct_place(self, call: Call) -> Reply:
        """Correct the place."""
        call.expected_version()  # a missing If-Match is said before anything is looked up
        place = call.body["place"]
        said = Said("", lon=place.get("lon"), lat=place.get("lat"), grid=place["grid"], text=place["text"])
        try:
            incident = self.app.correct_place(
                call.path["id"], said, call.caller, call.command(), call.require_version
            )
        except Refused as refused:
            raise refusal(refused) from None
        return Reply(views.incident(incident, call.caller), version=incident.version)

    @api(
        "POST", "/v1/incidents/<id>/close", roles={"dispatcher", "supervisor"}, body=CloseBody, idempotent=True,
        response=IncidentAnswer, summary="Close an incident; open tasks are recalled",
    )  # fmt: skip
    def close(self, call: Call) -> Reply:
        """Close it."""
        incident = self.app.close(call.path["id"], call.body["outcome"], call.caller, call.command())
        return Reply(views.incident(incident, call.caller), version=incident.version)

    @api(
        "PUT", "/v1/incidents/<id>/findings", roles={"dispatcher", "supervisor"}, body=FindingsBody,
        idempotent=True, response=IncidentAnswer, summary="Record what came of it",
    )  # fmt: skip
    def record_findings(self, call: Call) -> Reply:
        """Record it."""
        found = Findings(**call.body)
        try:
            incident = self.app.record_findings(call.path["id"], found, call.caller, call.command())
        except Refused as refused:
            raise refusal(refused) from None
        return Reply(views.incident(incident, call.caller), version=incident.version)
