"""HTTP: incidents are read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from services.incident.app import views
from services.incident.entrypoints.answers import IncidentAnswer, ListAnswer, ReporterAnswer
from services.incident.entrypoints.schemas import ListQuery, ReporterQuery


class Reading:
    """Everything that changes nothing, but for the audit row of reading a reporter."""

    app: Any = Wired()

    @api("GET", "/v1/incidents", query=ListQuery, response=ListAnswer, summary="The caller's incidents")
    def list_incidents(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        with checked_cursor():
            found = self.app.incidents.page(
                call.caller, region=query["region"], state=query["state"], since=_text(query["since"]),
                until=_text(query["until"]), limit=query["limit"], cursor=query["cursor"],
            )  # fmt: skip
        return page_reply(call, [views.summary(each) for each in found.incidents], found.cursor)

    @api("GET", "/v1/incidents/<id>", response=IncidentAnswer, summary="One incident with its tasks")
    def incident(self, call: Call) -> Reply:
        """Return it, its version as ETag."""
        found = self.app.incidents.get(call.path["id"], call.caller)
        shown = views.incident(found, call.caller) | views.units(found, self.app.send_units.states(found))
        return Reply(shown, version=found.version)

    @api("GET", "/v1/incidents/<id>/tasks", summary="Its tasks")
    def tasks(self, call: Call) -> Any:
        """Return the tasks."""
        return {"items": [views.task(each) for each in self.app.incidents.get(call.path["id"], call.caller).tasks]}

    @api("GET", "/v1/incidents/<id>/history", summary="Every transition: version, actor, device and server time")
    def history(self, call: Call) -> Any:
        """Return the history, oldest first."""
        found = self.app.incidents.get(call.path["id"], call.caller)
        return {"items": [views.entry(each) for each in found.history]}

    @api("GET", "/v1/incidents/<id>/explain", summary="Which rules chose whom")
    def explain(self, call: Call) -> Any:
        """Return the reasons."""
        return self.app.explain.incident(call.path["id"], call.caller)

    @api(
        "GET", "/v1/incidents/<id>/reporter", roles={"reporter-data"}, query=ReporterQuery, response=ReporterAnswer,
        summary="What names a person; each read leaves an audit row first",
    )  # fmt: skip
    def reporter(self, call: Call) -> Any:
        """Return the personal fields."""
        return self.app.read_reporter(call.path["id"], call.caller, call.query["purpose"])

    @api("GET", "/v1/audit/head", roles={"supervisor", "operator"}, summary="Newest row of the audit chain")
    def audit_head(self, _call: Call) -> Any:
        """Return chain, number and hash."""
        head = self.app.audit.head()
        return {"chain": head.chain, "number": head.number, "hash": head.hash} if head else {"number": 0}


def _text(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
