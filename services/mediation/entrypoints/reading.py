"""HTTP: what names people is read, the audit row first."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call
from services.mediation.entrypoints.case_bodies import PurposeQuery
from services.mediation.entrypoints.personal_answers import (
    HeadAnswer,
    NotesAnswer,
    PeopleAnswer,
    TextAnswer,
    WordingAnswer,
)

READS = frozenset({"mediation", "mediator", "team", "supervisor", "reporter-data"})
"""Who may ask; whether the case is theirs to read is said in app/read_personal."""


class Reading:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "GET", "/v1/cases/<id>/parties", roles=READS, query=PurposeQuery, response=PeopleAnswer,
        summary="The people of a case; each read leaves an audit row first",
    )  # fmt: skip
    def read_parties(self, call: Call) -> Any:
        """Return what is stated of them."""
        found = self.app.read_personal.parties(call.path["id"], call.caller, call.query["purpose"])
        return {"items": found}

    @api(
        "GET", "/v1/cases/<id>/text", roles=READS, query=PurposeQuery, response=TextAnswer,
        summary="What the dispute is about; audited",
    )  # fmt: skip
    def read_text(self, call: Call) -> Any:
        """Return the text."""
        return self.app.read_personal.text(call.path["id"], call.caller, call.query["purpose"])

    @api(
        "GET", "/v1/cases/<id>/agreement", roles=READS, query=PurposeQuery, response=WordingAnswer,
        summary="The wording of the agreement; audited",
    )  # fmt: skip
    def read_agreement(self, call: Call) -> Any:
        """Return the wording."""
        return self.app.read_personal.agreement(call.path["id"], call.caller, call.query["purpose"])

    @api(
        "GET", "/v1/cases/<id>/notes", roles=READS, query=PurposeQuery, response=NotesAnswer,
        summary="Notes of its sessions; audited",
    )  # fmt: skip
    def read_notes(self, call: Call) -> Any:
        """Return the notes."""
        found = self.app.read_personal.notes(call.path["id"], call.caller, call.query["purpose"])
        return {"items": found}

    @api(
        "GET", "/v1/audit/head", roles={"supervisor", "operator"}, response=HeadAnswer,
        summary="Newest row of the audit chain",
    )  # fmt: skip
    def audit_head(self, _call: Call) -> Any:
        """Return chain, number and hash."""
        head = self.app.audit.head()
        return {"chain": head.chain, "number": head.number, "hash": head.hash} if head else {"number": 0}
