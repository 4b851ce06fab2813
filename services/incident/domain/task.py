"""One team's task (任务) and its state machine, as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from services.incident.domain.plan import Role

State = Literal[
    "pending", "notified", "acknowledged", "declined", "timed_out", "en_route", "on_scene", "done", "recalled"
]
Action = Literal["receive", "acknowledge", "decline", "depart", "arrive", "finish", "time_out", "recall"]

TARGET: dict[Action, State] = {
    "receive": "notified", "acknowledge": "acknowledged", "decline": "declined", "depart": "en_route",
    "arrive": "on_scene", "finish": "done", "time_out": "timed_out", "recall": "recalled",
}  # fmt: skip

_UNANSWERED: tuple[State, ...] = ("pending", "notified", "timed_out")
LEGAL: dict[Action, frozenset[State]] = {
    "receive": frozenset({"pending"}),
    "acknowledge": frozenset(_UNANSWERED),
    "decline": frozenset({*_UNANSWERED, "acknowledged"}),
    "depart": frozenset({*_UNANSWERED, "acknowledged"}),
    "arrive": frozenset({*_UNANSWERED, "acknowledged", "en_route"}),
    "finish": frozenset({*_UNANSWERED, "acknowledged", "en_route", "on_scene"}),
    "time_out": frozenset({"pending", "notified"}),
    "recall": frozenset({*_UNANSWERED, "acknowledged", "en_route", "on_scene"}),
}
"""From which states an action may come. Steps may be skipped, for people press "arrived" without "departed"; a task
that timed out may still be taken, which is then recorded as late. Nothing leads out of the final states."""

FINAL: frozenset[State] = frozenset({"declined", "done", "recalled"})
UNANSWERED: frozenset[State] = frozenset(_UNANSWERED)
_WATCHED: frozenset[State] = frozenset({"acknowledged", "en_route"})
TEAM_ACTIONS: tuple[Action, ...] = ("receive", "acknowledge", "decline", "depart", "arrive", "finish")


class Refused(Exception):
    """What was asked of a task can't be done; `reason` is a word, `state` the task's state if it may be told."""

    def __init__(self, reason: str, state: str = "") -> None:
        super().__init__(reason)
        self.reason, self.state = reason, state


@dataclass(frozen=True, slots=True)
class Task:
    """What one team is asked to do about one incident.

    why: ids of the rules that chose it, or what it was escalated from. version: counts transitions, 1 at request.
    ack_by runs from the request, so does arrive_by (None: as soon as possible). late: taken after it timed out.
    arrive_missed: the arrival deadline fired. depth: how many escalations led here.
    """

    id: str
    team: str
    role: Role
    capabilities: tuple[str, ...]
    why: tuple[str, ...]
    requested_at: datetime
    ack_by: datetime
    arrive_by: datetime | None = None
    state: State = "pending"
    version: int = 1
    late: bool = False
    arrive_missed: bool = False
    depth: int = 0

    @property
    def open(self) -> bool:
        """Whether anything is still expected of the team."""
        return self.state not in FINAL

    def after(self, action: Action) -> Task:
        """Return the task after an action. Raises Refused, ``already`` or ``illegal_transition``."""
        target = TARGET[action]
        if self.state == target:
            raise Refused("already", self.state)
        if self.state not in LEGAL[action]:
            raise Refused("illegal_transition", self.state)
        late = self.late or (self.state == "timed_out" and action not in ("recall", "decline"))
        return replace(self, state=target, version=self.version + 1, late=late)

    def due(self) -> datetime | None:
        """Return when the task's next deadline falls, None when none is running."""
        if self.state in ("pending", "notified"):
            return self.ack_by
        if self.state in _WATCHED and self.arrive_by is not None and not self.arrive_missed:
            return self.arrive_by
        return None
