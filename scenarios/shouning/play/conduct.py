"""How people act in a case: generic rules by its state, and the behaviour of this dispute's people.

Nothing here knows how a dispute ends: who acts looks at the case as the API shows it, does what the state asks for,
and the service decides what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from scenarios.shouning.play import actors
from scenarios.shouning.play.clock import slot_after, slot_before
from scenarios.shouning.play.steps import Situation, Step

PERFORM_DAYS, KEPT_AFTER_DAYS, BROKEN_AFTER_DAYS = 10, 7, 9
COURT_DECIDES_AFTER = timedelta(days=5)
ROUNDS_TRIED = 3
"""After so many rounds without agreement the mediator gives up, where the mode does not say so before."""
NEXT_ROUND_AFTER = timedelta(days=2)
OLD_YEARS = 5
"""An officer takes a candidate for the root when both sides are tied to it and it is that old."""
ANSWERS_AFTER = {"simple": timedelta(hours=12), "complex": timedelta(days=3)}
PUBLIC_ORDER, PEOPLE, COURT = "public_order", "people", "court_docked"
_COURT_MATTERS = frozenset({"debt", "medical", "tenancy"})
_IN_INSTALMENTS = frozenset({"debt", "wage"})
_WRITTEN = ["parties", "facts", "terms", "performance_manner", "performance_due", "signatures_all", "seal"]
_ORAL = ["parties", "facts", "terms", "performance_manner", "performance_due", "recorded_by"]


def next_step(it: Situation) -> Step | None:
    """Return what is done next, None when nobody has anything to do, or waits for somebody else."""
    if it.view["alarm_at"] and not it.view["alarm_answered_by"] and it.view["risk"] == "red":
        return it.step(actors.COMMAND, "acknowledge-alarm")
    act = _ACTS.get(it.view["state"])
    return act(it) if act else None


def mode_of(it: Situation) -> str:
    """Return how the officer has a dispute mediated: blows are the police's, unless they broke their word."""
    if "violence" in it.dispute["signals"] and not it.broken:
        return PUBLIC_ORDER
    return COURT if it.dispute["relation"] in _COURT_MATTERS else PEOPLE


def _begin(it: Situation) -> Step:
    """A dispute that is new, came back, or came alive again."""
    if it.broken >= len(it.behaviour["keeps"]):  # they broke every word they gave
        return it.step(actors.OFFICER, "fail", routes=["court"])
    if not it.view["parties"]:
        return it.step(actors.OFFICER, "parties", parties=it.dispute["parties"])
    if it.behaviour.get("withdraws"):
        return it.step(actors.OFFICER, "withdraw", reason="reconciled")
    body = it.behaviour.get("body")
    if body and not it.view["transfers"]:
        return it.step(actors.OFFICER, "transfer", body=body["name"], complexity=body["complexity"])
    at = slot_after(it.now) if it.broken else None
    return it.step(
        actors.OFFICER, "triage", at, mode=mode_of(it), signals=it.dispute["signals"],
        relation=it.dispute["relation"], people=len(it.view["parties"]),
    )  # fmt: skip


def _triaged(it: Situation) -> Step:
    old = next((link for link in it.view["links"] if link["decided"] is None), None)
    if old is not None:
        root = old["both_ends"] and old["years"] >= OLD_YEARS
        return it.step(actors.OFFICER, "decide-link", other=old["other"], confirmed=root)
    if set(it.sides) - set(it.view["consents"]):
        return it.step(actors.OFFICER, "consent", sides=it.sides)
    return it.step(actors.OFFICER, "assign")


def _assigned(it: Situation) -> Step | None:
    mediator = actors.mediator(it.view["mediator"])
    if not it.view["accepted"]:
        silent = it.behaviour.get("silent") and not it.missed.get("accept")
        return None if silent else it.step(mediator, "accept", mediator=mediator.subject)
    return it.step(mediator, "start-round", slot_after(it.now), guardians=it.guardians)


def _mediating(it: Situation) -> Step:
    mediator, number = actors.mediator(it.view["mediator"]), it.view["round"]
    if it.view["rounds"][-1]["ended_at"] is None:
        return _agree(it) if _agrees(it, number) else it.step(mediator, "end-round", outcome="no_agreement")
    outburst = set(it.behaviour.get("outburst", ())) - set(it.view["signals"])
    if outburst:
        return it.step(mediator, "signal", signals=sorted(outburst))
    if number >= (2 if it.view["mode"] == PUBLIC_ORDER else ROUNDS_TRIED):
        return it.step(mediator, "fail", routes=["court", "police_punishment"])
    return it.step(mediator, "start-round", slot_after(it.now + NEXT_ROUND_AFTER), guardians=it.guardians)


def _agrees(it: Situation, number: int) -> bool:
    """After a broken agreement they know what it would be about, and agree at once."""
    in_round = it.behaviour["agrees_in"]
    return bool(it.broken) or (in_round is not None and number >= in_round)


def _agree(it: Situation) -> Step:
    oral = it.behaviour.get("oral") and it.view["mode"] != COURT
    return it.step(
        actors.mediator(it.view["mediator"]), "agree", form="oral" if oral else "written",
        items=_ORAL if oral else _WRITTEN, guardians=it.guardians,
        perform_by=(it.now + timedelta(days=PERFORM_DAYS)).isoformat(),
        facts="双方因琐事发生争执（演练数据）", terms=["一方赔礼道歉", "双方互不追究"], manner="当面履行",
    )  # fmt: skip


def _agreed(it: Situation) -> Step:
    mediator = actors.mediator(it.view["mediator"])
    if it.view["mode"] == COURT and it.view["confirmation"] == "eligible":
        return it.step(mediator, "apply-confirmation", sides=it.sides)
    if it.dispute["relation"] in _IN_INSTALMENTS:
        return it.step(mediator, "begin-performance", slot_after(_made(it) + timedelta(days=1)))
    return _performing(it)


def _performing(it: Situation) -> Step:
    mediator = actors.mediator(it.view["mediator"])
    if it.view["confirmation"] == "applied":
        return it.step(mediator, "confirm", slot_after(_made(it) + COURT_DECIDES_AFTER))
    if it.behaviour["keeps"][it.broken]:
        return it.step(mediator, "keep", slot_after(_made(it) + timedelta(days=KEPT_AFTER_DAYS)))
    return it.step(mediator, "breach", slot_after(_made(it) + timedelta(days=BROKEN_AFTER_DAYS)))


def _made(it: Situation) -> datetime:
    return datetime.fromisoformat(it.view["agreement"]["made_at"])


def _visit(it: Situation) -> Step | None:
    """Visits as they are planned, then closing; a red case is lowered once its agreement was kept."""
    if it.view["risk"] == "red":
        if it.view["lowering"] is None:
            return it.step(actors.OFFICER, "propose-lowering", to="yellow", why="agreement_kept")
        return it.step(actors.SUPERVISOR, "approve-lowering", to="yellow")
    if not it.view["follow_ups_left"]:
        return it.step(actors.OFFICER, "close")
    if it.behaviour.get("visit_forgotten") and not it.view["visits"]:
        return it.step(actors.OFFICER, "follow-up", how="calm") if it.missed.get("follow_up") else None
    due = it.deadline("follow_up")
    at = max(slot_before(due - timedelta(hours=1)), it.now) if due else None
    return it.step(actors.OFFICER, "follow-up", at, how="calm")


def _transferred(it: Situation) -> Step:
    clerk, transfer = actors.clerk(it.view["region"]), it.view["transfers"][-1]
    if transfer["contacted_at"] is None:
        return it.step(clerk, "contact")
    if it.behaviour["body"]["returns"]:
        return it.step(clerk, "return", slot_after(it.now), reason="not_competent")
    return it.step(clerk, "receive", slot_after(it.now), receipt=f"演练收{it.dispute['id'][-3:]}号")


def _received(it: Situation) -> Step | None:
    clerk, transfer = actors.clerk(it.view["region"]), it.view["transfers"][-1]
    if it.behaviour["body"]["answers_late"]:
        return it.step(clerk, "resolve", result="resolved") if it.missed.get("answer") else None
    asked = datetime.fromisoformat(transfer["requested_at"])
    at = slot_before(asked + ANSWERS_AFTER[transfer["complexity"]])
    return it.step(clerk, "resolve", max(at, it.now), result="resolved")


def _resolved(it: Situation) -> Step:
    clerk = actors.clerk(it.view["region"])
    if it.view["transfers"][-1]["called_back"] is None:
        return it.step(clerk, "call-back", opinion="satisfied")
    return it.step(clerk, "close")


_ACTS: Mapping[str, Callable[[Situation], Step | None]] = {
    "registered": _begin, "reopened": _begin, "returned": _begin, "triaged": _triaged, "assigned": _assigned,
    "mediating": _mediating, "agreed": _agreed, "performing": _performing, "follow_up": _visit, "failed": _visit,
    "transferred": _transferred, "received": _received, "resolved": _resolved,
}  # fmt: skip
