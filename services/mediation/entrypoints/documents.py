"""HTTP: documents are asked for, listed and read."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.mediation.app import views
from services.mediation.entrypoints.action_table import TABLE
from services.mediation.entrypoints.actions import as_seen
from services.mediation.entrypoints.answers import CaseAnswer, DocumentsAnswer
from services.mediation.entrypoints.case_bodies import PurposeQuery
from services.mediation.entrypoints.cases import listed
from services.mediation.entrypoints.reading import READS
from services.mediation.entrypoints.telling import told
from services.mediation.entrypoints.work_bodies import DocumentBody

_PDF = "application/pdf"


class DocumentsApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "POST", "/v1/cases/<id>/documents", roles=TABLE, body=DocumentBody, idempotent=True, response=CaseAnswer,
        status=202, summary="Ask for a document, or its next version; it is printed within seconds",
    )  # fmt: skip
    def post_document(self, call: Call) -> Reply:
        """Ask for it."""
        body = call.body
        case = self.app.documents.request(
            call.path["id"],
            body["kind"],
            body["document"],
            body["data"],
            call.caller,
            call.command(),
            as_seen(call),
        )
        return told(self.app, call, case)

    @api(
        "GET", "/v1/cases/<id>/documents", response=DocumentsAnswer,
        summary="Its documents: number, version, state, SHA-256",
    )  # fmt: skip
    def list_documents(self, call: Call) -> Any:
        """Return all versions."""
        case = self.app.cases.get(call.path["id"], call.caller)
        return listed([views.document(each) for each in case.documents])

    @api(
        "GET", "/v1/cases/<id>/documents/<document>/<int:version>", roles=READS, query=PurposeQuery, produces=_PDF,
        summary="A version's PDF; each read leaves an audit row first",
    )  # fmt: skip
    def read_document(self, call: Call) -> Reply:
        """Return the file."""
        path = call.path
        facts, pdf = self.app.documents.read(
            path["id"], path["document"], path["version"], call.caller, call.query["purpose"]
        )
        headers = {
            "Content-Disposition": f'inline; filename="{facts.document_id}-v{facts.version}.pdf"',
            "Cache-Control": "private, no-store", "Digest": f"sha-256={facts.sha256}",
        }  # fmt: skip
        return Reply(content=pdf, content_type=_PDF, headers=headers)
