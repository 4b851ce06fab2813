"""Cases as HTTP shows them. Nothing here is personal: names and texts are read_personal's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.mediation.app.announcing import UNTOLD
from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.parts import Agreement, Document, Link, Reason, Round, Session, Transfer

Json = dict[str, Any]
_PRIVATE = frozenset({"text", "notes", "person", "path", "hash"})
"""What facts hold for the service itself: encrypted texts, and who is who."""


def summary(it: Case) -> Json:
    """Return a case as lists show it."""
    due = deadlines(it)
    return {
        "id": it.id, "number": it.number, "state": it.state, "confirmation": it.confirmation, "risk": it.risk,
        "mode": it.mode or None, "category": it.category, "county": it.county, "region": it.region,
        "sealed": it.sealed, "source": it.origins[0].source, "owner": it.owner, "mediator": it.mediator or None,
        "round": it.round, "opened_at": moment(it.opened_at), "outcome": it.outcome or None,
        "next_due": due[0]["at"] if due else None, "version": it.version,
    }  # fmt: skip


def case(it: Case) -> Json:
    """Return a case."""
    return {**summary(it), **_about(it), **_course(it), **_grade(it), **_work(it)}


def _about(it: Case) -> Json:
    return {
        "opened_by": it.opened_by, "policy": it.policy, "reopened": it.reopened, "missed": it.missed,
        "origins": [{"source": each.source, "ref": each.ref, "at": moment(each.at)} for each in it.origins],
        "parties": [
            {"ref": each.ref, "side": each.side, "role": each.role, "of": each.of or None} for each in it.parties
        ],
        "consents": sorted(it.consents), "people": it.people, "relation": it.relation or None,
        "merged_into": it.merged_into or None,
    }  # fmt: skip


def _course(it: Case) -> Json:
    return {
        "accepted": it.accepted, "asked": list(it.asked), "objections": dict(it.objections),
        "accepted_case_at": moment(it.accepted_case_at), "extended_to": moment(it.extended_to),
        "rounds": [_round(each) for each in it.rounds],
        "agreement": agreement(it.agreement) if it.agreement else None,
        "past_agreements": [agreement(each) for each in it.past_agreements],
        "visits": [{"at": moment(each.at), "actor": each.actor, "how": each.state} for each in it.visits],
        "follow_ups_left": [moment(each) for each in it.follow_ups_left],
        "transfers": [_transfer(each) for each in it.transfers],
        "routes": list(it.routes), "exclusions": list(it.exclusions), "deadlines": deadlines(it),
    }  # fmt: skip


def _grade(it: Case) -> Json:
    lowering = it.lowering
    return {
        "signals": sorted(it.signals), "points": it.points, "reasons": [reason(each) for each in it.reasons],
        "lowering": {
            "to": lowering.to, "by": lowering.by, "at": moment(lowering.at), "why": lowering.why,
        } if lowering else None,
        "alarm_at": moment(it.alarm_at), "alarm_answered_by": it.alarm_answered or None,
    }  # fmt: skip


def _work(it: Case) -> Json:
    return {
        "links": [
            {"other": each.other, "years": each.years, "both_ends": each.both_ends, "decided": each.decided or None}
            for each in it.links
        ],
        "sessions": [session(each) for each in it.sessions],
        "documents": [document(each) for each in it.documents],
    }  # fmt: skip


def deadlines(it: Case) -> list[Json]:
    """Return the running deadlines that are somebody's to keep, the earliest first."""
    running = sorted((at, kind) for kind, at in it.deadlines.items() if kind not in UNTOLD)
    return [{"kind": kind, "at": at.isoformat()} for at, kind in running]


def reason(it: Reason) -> Json:
    """Return a line of the grade."""
    return {"factor": it.factor, "value": it.value, "points": it.points}


def agreement(it: Agreement) -> Json:
    """Return an agreement without its wording."""
    return {
        "form": it.form, "items": list(it.items), "made_at": moment(it.made_at), "perform_by": moment(it.due),
        "kept": it.kept,
    }  # fmt: skip


def link(it: Link) -> Json:
    """Return a candidate with the path that connects it: kinds of edges and ids, nothing that names a person."""
    return {
        "other": it.other, "path": list(it.path), "years": it.years, "both_ends": it.both_ends, "hash": it.hash,
        "decided": it.decided or None,
    }  # fmt: skip


def session(it: Session) -> Json:
    """Return a session without its notes."""
    return {
        "id": it.id, "start": moment(it.start), "end": moment(it.end), "studio": it.studio or None,
        "room": it.room or None, "people": list(it.people), "video": it.video, "state": it.state,
    }  # fmt: skip


def document(it: Document) -> Json:
    """Return a version of a document without what is printed."""
    return {
        "document": it.id, "kind": it.kind, "version": it.version, "number": it.number, "state": it.state,
        "requested_at": moment(it.requested_at), "sha256": it.sha256 or None, "reason": it.reason or None,
    }  # fmt: skip


def entry(number: int, fact: Fact) -> Json:
    """Return a fact of the case's history. number: from 1."""
    return {
        "number": number, "at": moment(fact.at), "actor": fact.actor, "name": fact.name, "data": _open(fact.data),
    }  # fmt: skip


def moment(at: datetime | None) -> str | None:
    """Return a time as RFC 3339."""
    return at.isoformat() if at else None


def _round(it: Round) -> Json:
    return {
        "number": it.number, "started_at": moment(it.started_at), "ended_at": moment(it.ended_at),
        "outcome": it.outcome or None,
    }  # fmt: skip


def _transfer(it: Transfer) -> Json:
    return {
        "body": it.body, "complexity": it.complexity, "requested_at": moment(it.requested_at),
        "contacted_at": moment(it.contacted_at), "received_at": moment(it.received_at),
        "receipt": it.receipt or None, "resolved_at": moment(it.resolved_at), "result": it.result or None,
        "returned": it.returned or None, "called_back": it.called_back or None,
    }  # fmt: skip


def _open(value: Any) -> Any:
    """Leave out what is private; ``sealed`` is a token where it is a text, and a plain yes or no elsewhere."""
    if isinstance(value, Mapping):
        return {
            name: _open(inner)
            for name, inner in value.items()
            if name not in _PRIVATE and not (name == "sealed" and isinstance(inner, str))
        }
    return [_open(each) for each in value] if isinstance(value, list | tuple) else value
