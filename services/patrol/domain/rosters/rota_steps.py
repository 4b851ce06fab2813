"""How a roster's planning and publishing go on. Each step returns the rota afterwards, or raises Refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import Score, Violation
from services.patrol.domain.rosters.rota import (
    MOST_EDITS,
    OPEN_KEPT,
    VIOLATIONS_KEPT,
    Attempt,
    Edit,
    OpenPlace,
    Publishing,
    Rota,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What checker and score say of a roster."""

    places: int
    score: Score = field(default_factory=lambda: Score({}))
    open: tuple[OpenPlace, ...] = ()
    violations: tuple[Violation, ...] = ()


def begin(rota: Rota, by: str, problem: str, policy: str, seconds: int, frozen_before: datetime | None) -> Rota:
    """Start planning: a first time, again, or a published roster's next version."""
    attempt = rota.attempt
    _require_alive(rota)
    if attempt.state == "planning":
        raise Refused("planning", "it is being planned", "wait for it, or cancel it")
    _require_not_publishing(attempt)
    number = attempt.number + (attempt.state != "draft")
    return replace(
        rota,
        attempt=Attempt(number, "planning", by, seconds, problem, policy, frozen_before),
    )


def asked(rota: Rota, number: int, job: str) -> Rota:
    """Remember which job plans it."""
    attempt = rota.attempt
    if attempt.number != number or attempt.state != "planning" or attempt.job:
        return rota
    return _with(rota, job=job)


def planned(rota: Rota, book: str, judged: Judged, *, bound: int | None, status: str, method: str) -> Rota:
    """The solver's roster is there; it fails when the checker refuses it."""
    after = _judged(rota, judged)
    state: Literal["failed", "planned"] = "failed" if judged.violations else "planned"
    reason = ""
    if judged.violations:
        found = f"the checker found {len(judged.violations)} violations"
        reason = f"no roster was found in its time; of the best, {found}" if status == "unknown" else found
    return _with(after, state=state, book=book, bound=bound, status=status, method=method, reason=reason)


def infeasible(rota: Rota, conflict: tuple[str, ...]) -> Rota:
    """No roster keeps all rules; conflict: the rules and people that can't go together."""
    return _with(rota, state="infeasible", conflict=conflict, status="infeasible")


def failed(rota: Rota, reason: str, *, cancelled: bool = False) -> Rota:
    """Planning ended without a roster; cancelled: because somebody called it off."""
    return _with(rota, state="cancelled" if cancelled or rota.attempt.cancelling else "failed", reason=reason)


def cancel(rota: Rota, reason: str, *, keep_best: bool) -> Rota:
    """Give it up. keep_best: what planning has found so far is kept, if there is anything."""
    attempt = rota.attempt
    _require_alive(rota)
    _require_not_publishing(attempt)
    if attempt.state in ("cancelled", "published"):
        raise Refused(
            attempt.state, f"there is nothing to cancel: it is {attempt.state}", "withdraw it, or plan it"
        )
    if attempt.state == "planning" and keep_best:
        return _with(rota, cancelling=True, reason=reason)
    return _with(rota, state="cancelled", cancelling=attempt.state == "planning", reason=reason)


def edit(rota: Rota, edits: tuple[Edit, ...], judged: Judged) -> Rota:
    """Change assignments by hand; what that breaks is remembered, and keeps it from being published."""
    require_planned(rota)
    if len(edits) > MOST_EDITS:
        raise Refused("edits", f"more than {MOST_EDITS} changes by hand", "plan it anew")
    return _with(_judged(rota, judged), edits=edits)


def start_publishing(rota: Rota, by: Publishing) -> Rota:
    """Somebody begins to publish it; from now on nobody else may, until it is done or given up."""
    require_planned(rota)
    return _with(rota, publishing=by, reason="")


def publish(rota: Rota, token: str, now: datetime) -> Rota:
    """Publish it, in this one step. Refused when the try that asks was given up meanwhile."""
    attempt = rota.attempt
    if attempt.publishing is None or attempt.publishing.token != token:
        raise Refused("given_up", "this try to publish it was given up", "publish it again")
    done = replace(attempt, state="published", publishing=None)
    return replace(rota, attempt=done, published=done, version=rota.version + 1, published_at=now, shifts="opening")


def give_up(rota: Rota, token: str, reason: str) -> Rota:
    """End a try to publish it that can't be done; the same rota when that try is over already."""
    publishing = rota.attempt.publishing
    if publishing is None or publishing.token != token:
        return rota
    return _with(rota, publishing=None, reason=reason)


def withdraw(rota: Rota, reason: str, today: date) -> Rota:
    """Take a published roster back whose days are all to come."""
    if rota.state != "published":
        raise Refused("not_published", f"it is {rota.state}, not published", "only a published roster is withdrawn")
    if rota.shifts != "open":
        raise Refused("opening", "its shifts are being made", "try again in a moment")
    if rota.first <= today:
        raise Refused(
            "begun", f"its first day, {rota.first}, has begun", "plan it anew: what is near stays, the rest changes"
        )
    _require_not_publishing(rota.attempt)
    attempt = rota.attempt
    if attempt.state != "published":
        attempt = replace(attempt, state="cancelled", reason="the roster was withdrawn")
    return replace(rota, attempt=attempt, withdrawn=reason, shifts="closing")


def shifts_done(rota: Rota, version: int) -> Rota:
    """Its shifts are made, or ended; the same rota when that is of an older version."""
    if rota.version != version or rota.shifts not in ("opening", "closing"):
        return rota
    return replace(rota, shifts="open" if rota.shifts == "opening" else "closed")


def require_planned(rota: Rota) -> None:
    """Raise Refused unless a planned roster is there that nobody is publishing."""
    _require_alive(rota)
    attempt = rota.attempt
    if attempt.state != "planned":
        raise Refused("not_planned", f"it is {attempt.state}, not planned", "plan it first")
    _require_not_publishing(attempt)
    if rota.shifts == "opening":
        raise Refused("opening", "the shifts of its version before are being made", "try again in a moment")


def _require_alive(rota: Rota) -> None:
    if rota.withdrawn:
        raise Refused("withdrawn", "it was withdrawn", "make a new roster")


def _require_not_publishing(attempt: Attempt) -> None:
    if attempt.publishing is not None:
        raise Refused("publishing", "it is being published", "wait a moment and look at it again")


def _judged(rota: Rota, judged: Judged) -> Rota:
    return _with(
        rota, places=judged.places, score=dict(judged.score.parts), open=judged.open[:OPEN_KEPT],
        open_count=sum(each.missing for each in judged.open), violations=judged.violations[:VIOLATIONS_KEPT],
        violation_count=len(judged.violations),
    )  # fmt: skip


def _with(rota: Rota, **changed: object) -> Rota:
    return replace(rota, attempt=replace(rota.attempt, **changed))  # type: ignore[arg-type]
