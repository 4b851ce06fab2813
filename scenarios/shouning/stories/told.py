"""One dispute as it is lived through: people act over HTTP, the clock moves, then what happened is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests

from lianfang.runtime.operating.target import Target
from lianfang.web import tokens
from scenarios.clock import ZONE, Clock
from scenarios.shouning.play.actors import OFFICER, Actor, mediator
from scenarios.shouning.play.desk import Desk, Refusal

SERVICE = "mediation"
WRITTEN = ["parties", "facts", "terms", "performance_manner", "performance_due", "signatures_all", "seal"]
QUIET = frozenset({"links_checked", "graded", "parties_added"})
"""Facts that say little to a reader."""


@dataclass
class Tale:
    """A dispute and the text that tells it."""

    target: Target
    desk: Desk
    clock: Clock
    id: str = ""
    lines: list[str] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        """Add a line of text."""
        self.lines.append(text)

    def open(self, source: str, ref: str, people: list[dict[str, Any]], **said: Any) -> dict[str, Any]:
        """Bring a dispute in, and return its case."""
        body = {"source": source, "ref": ref, "category": "200302", "parties": people, **said}
        case = self.desk.post(SERVICE, "/v1/cases", OFFICER, body)
        self.id = case["id"]
        return dict(case)

    def do(self, action: str, actor: Actor = OFFICER, **body: Any) -> dict[str, Any]:
        """Act on the case."""
        return dict(self.desk.post(SERVICE, f"/v1/cases/{self.id}/{action}", actor, body))

    def refused(self, action: str, actor: Actor = OFFICER, **body: Any) -> str:
        """Try what must be refused, and return what was said. Raises AssertionError when it was done."""
        try:
            self.do(action, actor, **body)
        except Refusal as refusal:
            return str(refusal).partition(": ")[2].partition(": ")[2]
        raise AssertionError(f"{action} was not refused")

    def get(self, path: str = "", actor: Actor = OFFICER) -> dict[str, Any]:
        """Read the case, or something of it."""
        return dict(self.desk.get(SERVICE, f"/v1/cases/{self.id}{path}", actor))

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.clock.move(self.clock() + timedelta(**time))

    def agree(self, who: str, **wording: Any) -> None:
        """Go from triage to a written agreement with this mediator."""
        self.do("consent", sides=["a", "b"])
        self.do("assign", mediator=who)
        self.do("accept", mediator(who))
        self.wait(hours=24)
        self.do("start-round", mediator(who))
        perform_by = (self.clock() + timedelta(days=5)).isoformat()
        self.do("agree", mediator(who), form="written", items=WRITTEN, perform_by=perform_by, **wording)

    def visits(self) -> None:
        """Make every visit on its day, and close."""
        while left := self.get()["follow_ups_left"]:
            self.clock.move(datetime.fromisoformat(left[0]) - timedelta(minutes=30))
            self.do("follow-up", how="calm")
        self.do("close")

    def history(self) -> None:
        """Tell what happened, from the case's own history."""
        self.say("| when | who | what |")
        self.say("|---|---|---|")
        for fact in self.get("/history")["items"]:
            if fact["name"] not in QUIET:
                at = datetime.fromisoformat(fact["at"]).astimezone(ZONE)
                self.say(f"| {at:%Y-%m-%d %H:%M} | {fact['actor']} | {_gist(fact['name'], fact['data'])} |")
        self.say()

    def file(self, document: str, actor: Actor = OFFICER) -> bytes:
        """Return a document's PDF; reading it leaves an audit row."""
        token = tokens.issue(self.target.token_key, actor.subject, actor.roles, region=actor.region)
        url = f"{self.target.url(SERVICE)}/v1/cases/{self.id}/documents/{document}/1?purpose=shown"
        answer = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        answer.raise_for_status()
        return answer.content


def person(ref: str, side: str, name: str, born: str, **more: Any) -> dict[str, Any]:
    """Return a party of the village all four stories take place in."""
    return {"ref": ref, "side": side, "name": name, "birth_date": born, "village": "350924100001", **more}


def _gist(name: str, data: Mapping[str, Any]) -> str:
    shown = ("kind", "mode", "mediator", "body", "receipt", "result", "opinion", "outcome", "reason", "why", "form",
             "from", "to", "document", "owner", "years", "how", "teams")  # fmt: skip
    said = [f"{key} {_text(data[key])}" for key in shown if data.get(key) not in (None, "", [])]
    due = [f"due: {kind} by {_local(at)}" for kind, at in data.get("due", {}).items() if kind != "linking"]
    state = [f"→ **{data['state']}**"] if data.get("state") else []
    return f"`{name}` {' '.join([*said, *state])}{'; ' + ', '.join(due) if due else ''}".strip()


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _local(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(ZONE):%Y-%m-%d %H:%M}"
