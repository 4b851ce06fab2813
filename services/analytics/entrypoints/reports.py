"""HTTP and timers: reports are made when they are due or asked for, listed, and read as JSON, page, CSV and PDF."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import RETRY_AFTER_S, know, know_by
from lianfang.web.refusals import refusal
from services.analytics.app.figures.access import READERS
from services.analytics.app.reports.desk import ORDERERS
from services.analytics.app.reports.refused import NoReport, NotYours, Unready
from services.analytics.app.reports.storage import DamagedFile
from services.analytics.domain.refused import Refused
from services.analytics.entrypoints.report_answers import (
    LanguageQuery,
    ReportAnswer,
    ReportBody,
    ReportsAnswer,
    ReportsQuery,
    summary,
    whole,
)
from services.analytics.printing import page, table

DUE_S, PRINTING_S = 5, 2
_PDF = "application/pdf"
_PRIVATE = {"Cache-Control": "private, no-store"}

know(NoReport, 404, "Not found")
know(NotYours, 403, "Forbidden")
know(Unready, 503, "Figures unavailable", headers={"Retry-After": str(RETRY_AFTER_S)})
know(DamagedFile, 500, "Damaged file", detail="The stored file is not the one that was made. Tell the operator.")
know_by(Refused, refusal)


class ReportsApi:
    """See the module's text. Needs `app.reports`, a ReportUses."""

    app: Any = Wired()

    @api(
        "GET", "/v1/reports", roles=READERS, query=ReportsQuery, response=ReportsAnswer,
        summary="Daily briefs, weekly analyses and monthly summaries of the caller's region, latest first",
    )  # fmt: skip
    def list_reports(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        with checked_cursor():
            found = self.app.reports.desk.page(
                call.caller, query["kind"], query["region"], query["limit"], query["cursor"]
            )
        return page_reply(call, [summary(each) for each in found.reports], found.cursor)

    @api(
        "POST", "/v1/reports", roles=ORDERERS, body=ReportBody, response=ReportAnswer, status=201,
        summary="Have a report made of a place and a period that is over; 200 when it is there already",
    )  # fmt: skip
    def post_report(self, call: Call) -> Reply:
        """Make it, or return it: there is one per kind, place and period, so a repeat needs no key."""
        body = call.body
        kept, fresh = self.app.reports.desk.order(call.caller, body["kind"], body["region"], body["period"])
        headers = {"Location": f"/v1/reports/{kept.report.id}"}
        return Reply(whole(kept), 201 if fresh else 200, headers)

    @api("GET", "/v1/reports/<id>", roles=READERS, response=ReportAnswer, summary="A report, as JSON")
    def get_report(self, call: Call) -> Any:
        """Return it."""
        return whole(self.app.reports.desk.read(call.caller, call.path["id"]))

    @api(
        "GET", "/v1/reports/<id>/page", roles=READERS, query=LanguageQuery, produces="text/html",
        summary="A report as a page, in Chinese or English",
    )  # fmt: skip
    def report_page(self, call: Call) -> Reply:
        """Return it."""
        uses = self.app.reports
        report = uses.desk.read(call.caller, call.path["id"]).report
        headers = {**_PRIVATE, "Content-Security-Policy": page.POLICY, "Referrer-Policy": "no-referrer"}
        content = page.html_of(report, uses.zone, call.query["lang"])
        return Reply(content=content, content_type=page.MEDIA_TYPE, headers=headers)

    @api(
        "GET", "/v1/reports/<id>/csv", roles=READERS, produces="text/csv",
        summary="A report as a table for spreadsheets",
    )  # fmt: skip
    def report_csv(self, call: Call) -> Reply:
        """Return it."""
        report = self.app.reports.desk.read(call.caller, call.path["id"]).report
        headers = {**_PRIVATE, "Content-Disposition": f'attachment; filename="{report.id}.csv"'}
        return Reply(content=table.csv_of(report), content_type=table.MEDIA_TYPE, headers=headers)

    @api(
        "GET", "/v1/reports/<id>/pdf", roles=READERS, produces=_PDF,
        summary="A report as PDF/A; 404 until it is printed, which takes seconds",
    )  # fmt: skip
    def report_pdf(self, call: Call) -> Reply:
        """Return it."""
        id = call.path["id"]
        pdf = self.app.reports.desk.pdf(call.caller, id)
        headers = {**_PRIVATE, "Content-Disposition": f'inline; filename="{id}.pdf"'}
        return Reply(content=pdf, content_type=_PDF, headers=headers)

    @timer(DUE_S)
    @patient
    def issue_reports(self) -> None:
        """Make the reports that are due; one of each comes of it on however many processes."""
        self.app.reports.issue_due()

    @timer(PRINTING_S)
    @patient
    def print_reports(self) -> None:
        """Print the reports that have no PDF yet."""
        self.app.reports.print_pending()
