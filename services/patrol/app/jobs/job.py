"""A job as it is known: what is asked, how far it is, how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

State = Literal["queued", "running", "done", "failed", "cancelled"]
OVER: tuple[State, ...] = ("done", "failed", "cancelled")
_TIMES = ("asked_at", "started_at", "ended_at", "due", "lease_until")
_NUMBERS = ("share", "best", "bound", "elapsed_s")
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a JSON document lies in pages. digest: of its text, part of the pages' ids."""

    digest: str
    count: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job will have ended once its result is taken in. result: None when there is none."""

    state: State
    reason: str = ""
    result: Pages | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """See the module's text.

    owner: what asked for it, such as a roster's id. region: whose planners may see and cancel it. seconds: its time
    limit, per attempt. progress: share (0 to 1), best, bound, elapsed_s, message. attempts: begun so far. reason:
    of its end, or of the last attempt that failed; fit for people. due: when a process is to look after it; None
    when nothing is left to do. lease_holder, lease_until: who runs it. takings: failed ones, of its result.
    """

    id: str
    kind: str
    owner: str
    region: str
    seconds: float
    asked_at: datetime
    asked_by: str
    payload: Pages
    state: State = "queued"
    progress: Mapping[str, Any] = field(default_factory=dict)
    attempts: int = 0
    cancel_asked: bool = False
    reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    due: datetime | None = None
    lease_holder: str = ""
    lease_until: datetime | None = None
    ending: Ending | None = None
    takings: int = 0

    @property
    def over(self) -> bool:
        """Whether it has ended and its result is taken in."""
        return self.state in OVER


def encode(job: Job) -> dict[str, Any]:
    """Return it as JSON-able data."""
    told = asdict(job)
    return {**told, **{name: told[name].isoformat() for name in _TIMES if told[name] is not None}}


def decode(data: Mapping[str, Any]) -> Job:
    """Return the job of `encode`; what a newer release added is left out."""
    known = {each.name: data[each.name] for each in fields(Job) if each.name in data}
    times = {name: datetime.fromisoformat(known[name]) for name in _TIMES if known.get(name)}
    ending = known.get("ending")
    if ending:
        result = ending["result"]
        ending = Ending(ending["state"], ending["reason"], Pages(**result) if result else None)
    return Job(**{**known, **times, "payload": Pages(**known["payload"]), "ending": ending})


def clean_progress(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a child's progress is kept: known numbers and a short message."""
    kept: dict[str, Any] = {}
    for name in _NUMBERS:
        value = said.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            kept[name] = round(value, 4)
    if "share" in kept:
        kept["share"] = min(1.0, max(0.0, kept["share"]))
    if said.get("message"):
        kept["message"] = str(said["message"])[:_LONGEST_MESSAGE]
    return kept
