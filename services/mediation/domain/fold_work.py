"""How facts about sessions and documents change a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.parts import Document, Session


def _scheduled(case: Case, fact: Fact) -> Case:
    data = fact.data
    made = Session(
        data["session"], datetime.fromisoformat(data["start"]), datetime.fromisoformat(data["end"]), data["studio"],
        data["room"], tuple(data["people"]), data["video"], sealed=data["notes"],
    )  # fmt: skip
    return replace(case, sessions=(*case.sessions, made))


def _session_ended(case: Case, fact: Fact) -> Case:
    state = "held" if fact.name == "session_held" else "cancelled"
    sessions = tuple(
        replace(each, state=state, sequence=each.sequence + 1, sealed=fact.data.get("notes", "") or each.sealed)
        if each.id == fact.data["session"]
        else each
        for each in case.sessions
    )
    return replace(case, sessions=sessions)


def _given_up(case: Case, fact: Fact) -> Case:
    return replace(case, given_up=case.given_up | {fact.data["session"]})


def _requested(case: Case, fact: Fact) -> Case:
    data = fact.data
    made = Document(data["document"], data["kind"], data["version"], data["number"], fact.at, data["sealed"])
    return replace(case, documents=(*case.documents, made))


def _document_ended(case: Case, fact: Fact) -> Case:
    data = fact.data
    state = "issued" if fact.name == "document_issued" else "failed"
    documents = tuple(
        replace(each, state=state, sha256=data.get("sha256", ""), reason=data.get("reason", ""))
        if (each.id, each.version) == (data["document"], data["version"])
        else each
        for each in case.documents
    )
    return replace(case, documents=documents)


FOLDERS = {
    "session_scheduled": _scheduled, "session_cancelled": _session_ended, "session_held": _session_ended,
    "session_given_up": _given_up,
    "document_requested": _requested, "document_issued": _document_ended, "document_failed": _document_ended,
}  # fmt: skip
