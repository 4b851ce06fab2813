"""The command room as its people use it: calls come in, teams answer, figures are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests

from lianfang.runtime.operating.client import problem_text
from lianfang.runtime.operating.target import Target
from lianfang.web import tokens
from scenarios.clock import ZONE, Clock
from scenarios.insight.season import Call
from scenarios.shouning.play.actors import CALL_TAKER, COUNTY, READER, SUPERVISOR, Actor
from scenarios.shouning.play.desk import Desk

ANALYTICS, INCIDENT = "analytics", "incident"
OPERATOR = Actor("play-operator", ("operator",))
_PATIENCE_S, _LOOK_S = 600.0, 0.2
_STEPS: Mapping[str, float] = {
    "report": 0.0, "acknowledge": 0.7, "depart": 1.5, "arrive": 6.0, "finish": 40.0, "close": 41.0
}  # fmt: skip
"""What is done of a call, and how many minutes after it."""
Say = Callable[[str], None]
Json = dict[str, Any]


@dataclass
class Room:
    """See the module's text. clocks: by service. lines: the text that is told."""

    target: Target
    desk: Desk
    clocks: Mapping[str, Clock]
    say: Say
    lines: list[str] = field(default_factory=list)

    def tell(self, *lines: str) -> None:
        """Add lines to the text."""
        self.lines += lines

    def read(self, path: str, actor: Actor = READER) -> Any:
        """Read from analytics."""
        return self.desk.get(ANALYTICS, path, actor)

    def do(self, path: str, body: Any, actor: Actor = SUPERVISOR) -> Any:
        """Do something in analytics."""
        return self.desk.post(ANALYTICS, path, actor, body)

    def move(self, at: datetime) -> None:
        """Turn the clocks of all services."""
        for clock in self.clocks.values():
            clock.move(at)

    def report(self, call: Call) -> Json:
        """Take a call, and return the incident."""
        body = {"source": "call", "category": call.category, "place": {"grid": call.grid}}
        return dict(self.desk.post(INCIDENT, "/v1/incidents", CALL_TAKER, body))

    def day(self, calls: list[Call], *, answered: bool) -> None:
        """Live a day's calls on the clock of the incident service: they come in and are closed.

        answered: teams acknowledge, set out, arrive and finish in between.
        """
        steps = _STEPS if answered else {"report": 0.0, "close": 1.0}
        moments = sorted(
            (call.at + timedelta(minutes=minutes), number, action)
            for number, call in enumerate(calls)
            for action, minutes in steps.items()
        )
        incidents: dict[int, Json] = {}
        for moment, number, action in moments:
            self.clocks[INCIDENT].move(moment)
            if action == "report":
                incidents[number] = self.report(calls[number])
            else:
                self._step(incidents[number], action)

    def _step(self, incident: Json, action: str) -> None:
        path = f"/v1/incidents/{incident['id']}"
        if action == "close":
            self.desk.post(INCIDENT, f"{path}/close", CALL_TAKER, {"outcome": "handled"})
            return
        for task in incident["tasks"]:
            team = Actor(f"play-{task['team']}", ("team",), team=task["team"])
            self.desk.post(INCIDENT, f"{path}/tasks/{task['id']}/{action}", team, {})

    def caught_up(self) -> Json:
        """Wait until the facts hold all that was published, and return how far they are. Raises TimeoutError."""
        settled, before = 0, None
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            found = self.read("/v1/projection", OPERATOR)
            settled = settled + 1 if found["places"] == before and not found["catching_up"] else 0
            if settled >= 5:
                return dict(found)
            before = found["places"]
            time.sleep(_LOOK_S)
        raise TimeoutError("the facts do not catch up")

    def until(self, what: str, found: Callable[[], Any]) -> Any:
        """Return what is found as soon as it is there. Raises TimeoutError."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            if there := found():
                return there
            time.sleep(_LOOK_S)
        raise TimeoutError(f"no {what} within {_PATIENCE_S:g} s")

    def file(self, path: str, actor: Actor = READER) -> requests.Response:
        """Return what is no JSON, whatever the answer is."""
        token = tokens.issue(self.target.token_key, actor.subject, actor.roles, region=actor.region)
        with requests.Session() as session:
            session.trust_env = False
            return session.get(
                f"{self.target.url(ANALYTICS)}{path}", headers={"Authorization": f"Bearer {token}"}, timeout=60
            )

    def refused(self, path: str, actor: Actor) -> str:
        """Return what is said to a reader who may not. Raises AssertionError when it is answered."""
        answer = self.file(path, actor)
        assert not answer.ok, f"{path} was answered to {actor.subject}"
        return problem_text(answer)


def local(at: str) -> str:
    """Return a moment by the county's clocks, to the minute."""
    return f"{datetime.fromisoformat(at).astimezone(ZONE):%Y-%m-%d %H:%M}"


__all__ = ["ANALYTICS", "COUNTY", "INCIDENT", "OPERATOR", "READER", "SUPERVISOR", "Json", "Room", "local"]
