"""HTTP and timers of early warning: the daily run, warnings and their reasons, dismissing, forecasts and scores."""

from __future__ import annotations

import logging
from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_near, require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import FieldError, Problem, know, know_by
from lianfang.web.refusals import refusal
from services.analytics.app.ports import NotReady
from services.analytics.app.warnings.desk import NoSuchWarning
from services.analytics.app.warnings.forecasts import record
from services.analytics.domain.refused import Refused
from services.analytics.entrypoints import warning_answers as answers

READ = frozenset({"viewer", "dispatcher", "planner", "supervisor"})
DISMISS = frozenset({"dispatcher", "planner", "supervisor"})
DAILY_S, EXPIRE_S = 60, 30
_log = logging.getLogger(__name__)

know(NoSuchWarning, 404, "Not found")
know_by(Refused, refusal)


class WarningsApi:
    """See the module's text. Needs `app.warnings`, a WarningUses."""

    app: Any = Wired()

    @timer(DAILY_S)
    @patient
    def warn_daily(self) -> None:
        """Look at yesterday, once it is time."""
        try:
            self.app.warnings.daily()
        except NotReady as waiting:
            _log.info("the daily run waits: %s", waiting)

    @timer(EXPIRE_S)
    @patient
    def expire_warnings(self) -> None:
        """End what was not seen again in time."""
        self.app.warnings.desk.expire()

    @api(
        "GET", "/v1/warnings", roles=READ, query=answers.WarningsQuery, response=answers.WarningsAnswer,
        summary="Warnings of places in the caller's region, the newest first, each with its reasons",
    )  # fmt: skip
    def list_warnings(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        region = query["region"] or call.caller.region
        require_region(call.caller, region)
        with checked_cursor():
            found = self.app.warnings.desk.page(region, query["state"], query["limit"], query["cursor"])
        return page_reply(call, [answers.shown(each) for each in found.warnings], found.cursor)

    @api("GET", "/v1/warnings/<id>", roles=READ, response=answers.WarningAnswer, summary="One warning")
    def get_warning(self, call: Call) -> Any:
        """Return it."""
        warning = self.app.warnings.desk.get(call.path["id"])
        require_region(call.caller, warning.signal.slot.place)
        return answers.shown(warning)

    @api(
        "POST", "/v1/warnings/<id>/dismiss", roles=DISMISS, body=answers.DismissBody, idempotent=True,
        response=answers.WarningAnswer, summary="Dismiss a warning with a reason; the same is quiet for a while",
    )  # fmt: skip
    def dismiss_warning(self, call: Call) -> Any:
        """Dismiss it."""
        desk, id = self.app.warnings.desk, call.path["id"]
        require_region(call.caller, desk.get(id).signal.slot.place)
        return answers.shown(desk.dismiss(id, call.body["reason"], call.caller.subject, call.command()))

    @api(
        "GET", "/v1/forecasts", roles=READ, query=answers.ForecastsQuery, response=answers.ForecastsAnswer,
        summary="Where a county's next events are expected, and how past forecasts did: hit rate and PAI",
    )  # fmt: skip
    def list_forecasts(self, call: Call) -> Any:
        """Return them; a caller below the county sees the flagged grids of its own region."""
        query = call.query
        county = query["county"] or call.caller.region[:6]
        if len(county) < 6:
            wrong = FieldError(field="county", message="is missing", remedy="Name one: your region holds several.")
            raise Problem(400, "Invalid query", "Wrong: county.", [wrong])
        require_near(call.caller, county)
        watch = (query["figure"], query["category"]) if query["figure"] else None
        found = self.app.warnings.forecasts.of(county, watch)
        told = answers.shown_forecasts(found, record(found))
        for item in told["items"]:
            item["grids"] = [code for code in item["grids"] if call.caller.may_see(code)]
        return told
