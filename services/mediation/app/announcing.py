"""What the bus hears of a case: one event per public fact, with the case's state after it and no person in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

import lianfang.contracts.mediation  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import NewEvent
from lianfang.regions.codes import county_of
from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact

Told = Callable[[Fact, Case], dict[str, Any]]
"""What an event says besides the case's state: from its fact and the case after it."""

PRIVATE = frozenset({
    "parties_added", "consented", "likeness_judged", "objected", "links_checked", "graded", "signalled",
    "document_requested", "document_failed", "session_given_up",
})  # fmt: skip
"""Facts that the bus never hears of. None of them changes what an event tells of a case's state."""

UNTOLD = frozenset({"linking"})
"""Deadlines that are the service's own way of finishing its work, and nobody's to keep."""

ALARM = "alarm_raised"
OTHER = "other"
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


def announce(steps: Iterable[tuple[Fact, Case]]) -> list[NewEvent]:
    """Return the events of new facts, each given with the case after it, in their order.

    Raises KeyError for a fact that nobody decided about.
    """
    events: list[NewEvent] = []
    for fact, case in steps:
        if fact.name == ALARM:
            events += _alarms(fact, case)
        elif fact.name not in PRIVATE:
            name, told = ANNOUNCED[fact.name]
            data = {**about(case), **told(fact, case)}
            events += [NewEvent(_type(name), data, region) for region in regions(case)]
    return events


def about(case: Case) -> dict[str, Any]:
    """Return a case's public state, as every event about it carries it."""
    due = min((at for kind, at in case.deadlines.items() if kind not in UNTOLD), default=None)
    said: dict[str, Any] = {
        "case_id": case.id, "category": case.category, "sealed": case.sealed, "source": case.origins[0].source,
        "state": case.state, "confirmation": case.confirmation, "risk": case.risk, "round": case.round,
        "region": case.region or case.county,
    }  # fmt: skip
    if case.owner:
        said["owner"] = case.owner
    if due is not None:
        said["next_due"] = due.isoformat()
    return said


def regions(case: Case) -> tuple[str, ...]:
    """Return where a case's events go: its place; the county that answers for it too when that is another."""
    if not case.region or case.region == case.county:
        return (case.county,)
    return (case.region,) if county_of(case.region) == case.county else (case.county, case.region)


def word(text: str) -> str:
    """Return a reason fit for the bus: itself if it is a word, else ``other``: free text may name a person."""
    return text if _WORD.match(text) else OTHER


def _alarms(fact: Fact, case: Case) -> list[NewEvent]:
    """One event per team, by which its queue gets it; an alarm that knows no team goes to the county's room."""
    teams = fact.data["teams"] or [f"{case.county}.county.command"]
    return [
        NewEvent(_type(ALARM), {**about(case), "team": team}, county, addressee)
        for team in teams
        for county, _, addressee in [team.partition(".")]
    ]


def _type(name: str) -> str:
    return f"mediation.{name}.v1"


def _only(fact: Fact, case: Case) -> dict[str, Any]:
    return {}


def _words(*names: str) -> Told:
    return lambda fact, _case: {name: word(str(fact.data[name])) for name in names}


def _same(*names: str) -> Told:
    """Ids of ours, words of the policy, times and numbers: told as they are, those that are empty left out."""
    return lambda fact, _case: {name: fact.data[name] for name in names if fact.data[name] not in ("", None)}


def _both(*parts: Told) -> Told:
    return lambda fact, case: {name: value for part in parts for name, value in part(fact, case).items()}


def _incident(fact: Fact, _case: Case) -> dict[str, Any]:
    """The incident that a report was, so that others can tell which incident is known as a dispute."""
    return {"incident_id": fact.data["ref"]} if fact.data["source"] in ("incident", "grid_report") else {}


def _from_to(fact: Fact, _case: Case) -> dict[str, Any]:
    return {"previous": fact.data["from"], "to": fact.data["to"]}


def _raised(fact: Fact, case: Case) -> dict[str, Any]:
    why = "score" if fact.data["why"] == "score" else "by_hand"  # by hand, it is free text
    reasons = [asdict(each) for each in case.reasons]
    return {**_from_to(fact, case), "why": why, "points": case.points, "reasons": reasons}


def _session(fact: Fact, case: Case) -> dict[str, Any]:
    found = next(each for each in case.sessions if each.id == fact.data["session"])
    said = {
        "session": found.id, "start": found.start.isoformat(), "end": found.end.isoformat(), "studio": found.studio,
        "room": found.room, "video": found.video,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value != ""}


_BODY = _same("body")

ANNOUNCED: Mapping[str, tuple[str, Told]] = {
    "case_opened": ("case_opened", _both(_same("county"), _incident)),
    "source_added": ("source_added", _both(lambda fact, _: {"added": fact.data["source"]}, _incident)),
    "triaged": ("triaged", _same("mode")),
    "mediation_refused": ("mediation_refused", _same("exclusion")),
    "mediator_assigned": ("mediator_assigned", _both(_same("mediator"), _words("why"))),
    "mediator_accepted": ("mediator_accepted", _same("mediator")),
    "mediator_declined": ("mediator_declined", _both(_same("mediator"), _words("reason"))),
    "mediator_replaced": ("mediator_replaced", _both(_same("mediator"), _words("reason"))),
    "round_started": ("round_started", _only),
    "round_ended": ("round_ended", _words("outcome")),
    "extended": ("extended", _both(_same("until"), _words("reason"))),
    "agreed": ("agreed", _same("form", "perform_by")),
    "agreement_performed": ("agreement_performed", _only),
    "agreement_kept": ("agreement_kept", _only),
    "agreement_broken": ("agreement_broken", _words("reason")),
    "followed_up": ("followed_up", _same("how")),
    "settled": ("settled", _only),
    "closed": ("closed", _words("outcome")),
    "failed": ("failed", _both(_words("outcome"), _same("routes"))),
    "withdrawn": ("withdrawn", _words("reason")),
    "referred": ("referred", _only),
    "reopened": ("reopened", _words("reason")),
    "merged": ("merged", _same("into")),
    "sealing_changed": ("sealed", _only),
    "transferred": ("transferred", _same("body", "complexity")),
    "transfer_contacted": ("transfer_contacted", _BODY),
    "transfer_received": ("transfer_received", _BODY),
    "transfer_resolved": ("transfer_resolved", _both(_BODY, _words("result"))),
    "transfer_returned": ("transfer_returned", _both(_BODY, _words("reason"))),
    "called_back": ("called_back", _same("body", "opinion")),
    "confirmation_changed": ("confirmation_changed", _from_to),
    "risk_raised": ("risk_raised", _raised),
    "risk_lowered": ("risk_lowered", _from_to),
    "lowering_proposed": ("lowering_proposed", _same("to")),
    "alarm_acknowledged": ("alarm_acknowledged", _same("team")),
    "owner_changed": ("owner_changed", _both(_same("before"), _words("why"))),
    "deadline_missed": ("deadline_missed", _same("kind", "due_at")),
    "links_found": ("links_found", lambda fact, _: {"count": len(fact.data["links"])}),
    "link_confirmed": ("link_confirmed", _same("years")),
    "link_rejected": ("link_rejected", _same("years")),
    "session_scheduled": ("session_scheduled", _session),
    "session_cancelled": ("session_cancelled", _session),
    "session_held": ("session_held", _session),
    "document_issued": ("document_issued", _same("document", "kind", "version", "number", "sha256", "pages")),
}
"""Public facts: the event's name within the context, and what it says besides the case's state."""
