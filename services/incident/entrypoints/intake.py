"""HTTP: reports come in."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.incident.app import views
from services.incident.app.report_incident import Said
from services.incident.entrypoints import problems  # noqa: F401 - makes the exceptions known
from services.incident.entrypoints.answers import IncidentAnswer
from services.incident.entrypoints.schemas import ReportBody

INTAKE = frozenset({"intake", "dispatcher"})


class Intake:
    """Intake and its dry run."""

    app: Any = Wired()

    @api(
        "POST", "/v1/incidents", roles=INTAKE, body=ReportBody, response=IncidentAnswer, status=201,
        idempotent=True, summary="Report a call, a grid assistant's finding or a shop's alert",
    )  # fmt: skip
    def report(self, call: Call) -> Reply:
        """Store a report with all its tasks."""
        incident = self.app.report(said(call.body), call.caller, call.command())
        location = {"Location": f"/v1/incidents/{incident.id}"}
        return Reply(views.incident(incident, call.caller), headers=location, version=incident.version)

    @api("POST", "/v1/routing/explain", body=ReportBody, summary="Who would be asked and why; nothing is stored")
    def dry_run(self, call: Call) -> Any:
        """Explain a report that is not made."""
        return self.app.explain.dry_run(said(call.body), call.caller)


def said(body: dict[str, Any]) -> Said:
    """Return a report's body as the use case takes it."""
    place, reporter = body["place"], body["reporter"]
    personal = {"description": body["description"], "place_text": place.get("text", ""), **reporter}
    return Said(
        source=body["source"], category=body["category"], priority=body["priority"], lon=place.get("lon"),
        lat=place.get("lat"), grid=place.get("grid", ""), text=place.get("text", ""), shop=body["shop"],
        accused=tuple(body["accused"]), duress=body["duress"],
        personal={name: text for name, text in personal.items() if text},
    )  # fmt: skip
