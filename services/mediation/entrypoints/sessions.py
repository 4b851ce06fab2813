"""HTTP: sessions are scheduled, held, cancelled, and taken out as iCalendar."""

from __future__ import annotations

from typing import Any

from lianfang.feeds.ics import MEDIA_TYPE
from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.mediation.app import views
from services.mediation.app.schedule_session import SessionSaid
from services.mediation.entrypoints.action_table import TABLE
from services.mediation.entrypoints.actions import as_seen
from services.mediation.entrypoints.answers import CaseAnswer, SessionsAnswer
from services.mediation.entrypoints.cases import listed
from services.mediation.entrypoints.telling import told
from services.mediation.entrypoints.work_bodies import SessionBody, SessionEndBody


class SessionsApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "POST", "/v1/cases/<id>/sessions", roles=TABLE, body=SessionBody, idempotent=True, response=CaseAnswer,
        status=201, summary="Schedule a session; 409 with free times when a room or person is taken",
    )  # fmt: skip
    def post_session(self, call: Call) -> Reply:
        """Book room and people, and note the session."""
        body = {**call.body, "people": tuple(call.body["people"])}
        case = self.app.schedule(
            call.path["id"], SessionSaid(**body), call.caller, call.command(), as_seen(call)
        )  # fmt: skip
        return told(self.app, call, case)

    @api("GET", "/v1/cases/<id>/sessions", response=SessionsAnswer, summary="Its sessions")
    def list_sessions(self, call: Call) -> Any:
        """Return them."""
        case = self.app.cases.get(call.path["id"], call.caller)
        return listed([views.session(each) for each in case.sessions])

    @api(
        "POST", "/v1/cases/<id>/sessions/<session>/cancel", roles=TABLE, body=SessionEndBody, idempotent=True,
        response=CaseAnswer, summary="Cancel a session; room and people are free again",
    )  # fmt: skip
    def cancel_session(self, call: Call) -> Reply:
        """Cancel it."""
        return self._end(call, held=False)

    @api(
        "POST", "/v1/cases/<id>/sessions/<session>/held", roles=TABLE, body=SessionEndBody, idempotent=True,
        response=CaseAnswer, summary="Note that a session was held, with its notes",
    )  # fmt: skip
    def hold_session(self, call: Call) -> Reply:
        """Note it."""
        return self._end(call, held=True)

    @api("GET", "/v1/cases/<id>/sessions.ics", produces="text/calendar", summary="Its sessions as iCalendar")
    def case_calendar(self, call: Call) -> Reply:
        """Return the calendar; it names no party."""
        content = self.app.schedule.ics(call.path["id"], call.caller)
        return Reply(content=content, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=300"})

    @api(
        "GET", "/v1/sessions/<id>/calendar", roles={"mediation", "supervisor", "mediator"},
        produces="text/calendar", summary="One session as iCalendar",
    )  # fmt: skip
    def session_calendar(self, call: Call) -> Reply:
        """Return it to who takes part and who sees its case."""
        content = self.app.schedule.session_ics(call.path["id"], call.caller)
        return Reply(content=content, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=300"})

    def _end(self, call: Call, held: bool) -> Reply:
        case = self.app.schedule.end(
            call.path["id"], call.path["session"], held, call.body["notes"], call.caller, call.command(),
            as_seen(call),
        )  # fmt: skip
        return told(self.app, call, case)
