"""Documents of a case: requested, then issued under number and hash. What is printed lies encrypted in the fact."""

from __future__ import annotations

from dataclasses import dataclass

from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact
from services.mediation.domain.parts import Document
from services.mediation.domain.refused import Refused

KINDS = (
    "agreement", "oral_record", "invitation", "transfer_letter", "termination_notice", "confirmation_application",
    "not_accepted_notice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequestDocument:
    """Write a document, or its next version. number: allotted before; sealed: what is printed, encrypted."""

    document: str
    kind: str
    number: str
    sealed: str


@dataclass(frozen=True, slots=True)
class DocumentMade:
    """The file is stored. sha256: of the PDF."""

    document: str
    version: int
    sha256: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True)
class DocumentFailed:
    """It could not be made. reason: a word."""

    document: str
    version: int
    reason: str


def request(case: Case, order: RequestDocument, ctx: Context) -> list[Fact]:
    """Ask for a document; a known id makes its next version. Raises Refused for an unknown kind."""
    if order.kind not in KINDS:
        raise Refused(
            "unknown_kind", f"there is no document {order.kind!r}", f"one of: {', '.join(KINDS)}", field="kind"
        )
    if order.kind in ("agreement", "oral_record", "confirmation_application") and case.agreement is None:
        raise Refused(
            "no_agreement", "there is no agreement to write down", "record the agreement first", field="kind"
        )
    before = case.document(order.document)
    if before is not None and before.kind != order.kind:
        raise Refused(
            "other_kind", f"document {order.document} is a {before.kind}", "take another id", field="document"
        )
    version = before.version + 1 if before else 1
    return [
        fact(
            "document_requested", ctx, document=order.document, kind=order.kind, version=version,
            number=before.number if before else order.number, sealed=order.sealed,
        )
    ]  # fmt: skip


def made(case: Case, order: DocumentMade, ctx: Context) -> list[Fact]:
    """Note the file; a repeat changes nothing."""
    found = _version(case, order.document, order.version)
    if found is None or found.state == "issued":
        return []
    return [
        fact(
            "document_issued", ctx, document=order.document, version=order.version, sha256=order.sha256,
            size=order.size, pages=order.pages, kind=found.kind, number=found.number,
        )
    ]  # fmt: skip


def failed(case: Case, order: DocumentFailed, ctx: Context) -> list[Fact]:
    """Note that it could not be made; a corrected version may be asked for."""
    found = _version(case, order.document, order.version)
    if found is None or found.state != "requested":
        return []
    return [fact("document_failed", ctx, document=order.document, version=order.version, reason=order.reason)]


def _version(case: Case, id: str, version: int) -> Document | None:
    return next((each for each in case.documents if (each.id, each.version) == (id, version)), None)


HANDLERS: Handlers = {RequestDocument: request, DocumentMade: made, DocumentFailed: failed}
