"""HTTP: people are imported from CSV, and how far an import is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call
from lianfang.web.problems import FieldError, Problem, know
from lianfang.web.upload import Upload
from services.patrol.app.people.importing.run import NoImport
from services.patrol.app.people.importing.runs import Report
from services.patrol.entrypoints import people_answers as answers
from services.patrol.entrypoints import people_bodies as bodies
from services.patrol.entrypoints.people import PLAN

LIMIT = 128 << 20
"""Bytes of a file: half a million rows have fewer."""
_SHOWN = 100

know(NoImport, 404, "Not found")


class PeopleImportApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "POST", "/v1/people/import", roles=PLAN, query=bodies.ImportQuery, upload=Upload(("text/csv",), LIMIT),
        idempotent=True, response=answers.ImportAnswer,
        summary="Put people in from CSV: good rows in, bad ones reported by line and column, never by value",
    )  # fmt: skip
    def import_people(self, call: Call) -> Any:
        """Import them; 422 with the report when nothing was taken."""
        county = call.query["county"]
        require_region(call.caller, county)
        report: Report = self.app.import_people(
            call.body.file, call.body.size, county, call.command(), dry_run=call.query["dry_run"],
            whole=call.query["whole"],
        )  # fmt: skip
        if report.state == "refused":
            raise _refused(report)
        return report.to_json()

    @api(
        "GET", "/v1/people/import", roles=PLAN, query=bodies.ImportKeyQuery, response=answers.ImportAnswer,
        summary="How far the caller's import under an Idempotency-Key is, or its report",
    )  # fmt: skip
    def import_progress(self, call: Call) -> Any:
        """Return the report as it is now."""
        return self.app.import_people.get(replace(call, idempotency_key=call.query["key"]).command_id).to_json()


def _refused(report: Report) -> Problem:
    errors = [
        FieldError(field=f"line {each.line} {each.column}".rstrip(), message=each.message, remedy=each.remedy)
        for each in report.errors[:_SHOWN]
    ]
    detail = f"{max(report.bad, 1)} row(s) can't be taken, the header's included; nobody was put in."
    return Problem(422, "Import refused", detail, errors, extra={"report": report.to_json()})
