"""The incident (警情): one accepted report and all that is done about it, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from services.incident.domain.duty import Sent
from services.incident.domain.place import Place
from services.incident.domain.task import Refused, Task

State = Literal["received", "dispatched", "acknowledged", "en_route", "on_scene", "resolved", "closed"]
_REACHED: dict[str, int] = {"acknowledged": 1, "en_route": 2, "on_scene": 3, "done": 3}
_BY_RANK: tuple[State, ...] = ("dispatched", "acknowledged", "en_route", "on_scene")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the incident's history. at: the server's time; device_time: what the team's device said.

    version: the incident's, which this line made. actor: account or subject, ``timer`` for deadlines.
    """

    version: int
    at: datetime
    actor: str
    what: str
    task: str = ""
    device_time: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """See the module's text.

    county: the caller's, which answers for the incident. sealed: all that may name a person, encrypted.
    flags: what was unusual at intake. release: of the registry that routed it. opened_by: subject of the caller.
    units: those on duty that were sent, released ones too. findings: what came of it, see findings.py.
    """

    id: str
    source: str
    category: str
    priority: int
    county: str
    place: Place
    opened_by: str
    opened_at: datetime
    tasks: tuple[Task, ...] = ()
    history: tuple[Entry, ...] = ()
    original_category: str = ""
    duress: bool = False
    shop: str = ""
    accused: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    release: str = ""
    sealed: str = ""
    version: int = 1
    outcome: str = ""
    units: tuple[Sent, ...] = ()
    findings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Derived from the tasks, but for `closed`, which a dispatcher decides."""
        return "closed" if self.outcome else derive(self.tasks)

    @property
    def regions(self) -> tuple[str, ...]:
        """Where its events go: the place if it lies in the caller's county, else that county and the place's."""
        if self.place.county == self.county:
            return (self.place.region,)
        return (self.county, self.place.region)

    def due(self) -> datetime | None:
        """Return the earliest deadline of all tasks, None when nothing is running or the incident is closed."""
        if self.outcome:
            return None
        return min((due for task in self.tasks if (due := task.due()) is not None), default=None)

    def task(self, id: str) -> Task:
        """Return a task. Raises Refused(not_your_task), as for anybody else's."""
        for task in self.tasks:
            if task.id == id:
                return task
        raise Refused("not_your_task")

    def with_task(self, changed: Task) -> Incident:
        """Return the incident with one task replaced."""
        return replace(self, tasks=tuple(changed if task.id == changed.id else task for task in self.tasks))

    def noted(
        self, at: datetime, actor: str, what: str, *, task: str = "", device_time: str = "", note: str = ""
    ) -> Incident:
        """Return the incident one version on, with a line of history."""
        version = self.version + 1
        line = Entry(version, at, actor, what, task, device_time, note)
        return replace(self, version=version, history=(*self.history, line))


def derive(tasks: Sequence[Task]) -> State:
    """Return the state that the tasks make.

    What counts is who goes there, or, when nobody does, those who were told; shops that help don't count. While one
    of them is at it, it is the furthest that any has reached; when all are through and one is done: resolved.
    """
    if not tasks:
        return "received"
    going = [task for task in tasks if task.role == "respond" and task.state not in ("declined", "recalled")]
    telling = going or [task for task in tasks if task.role != "aid"]
    if any(task.state == "done" for task in telling) and not any(
        task.open and task.state != "timed_out" for task in telling
    ):
        return "resolved"
    return _BY_RANK[max((_REACHED.get(task.state, 0) for task in telling), default=0)]
