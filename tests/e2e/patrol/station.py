"""A small station in the steady county, as its planners, people and dispatchers use it over HTTP."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import requests

from lianfang.runtime.process import ManagedProcess
from services.patrol.domain.people.ids import person_id
from tests.e2e.counties import STEADY
from tests.e2e.spine import Spine
from tests.fixtures.packs import LAT, SIDE
from tests.fixtures.waiting import until

ZONE = ZoneInfo("Asia/Shanghai")
TEAM = f"{STEADY}.left.case"
GRID = f"{STEADY}100001" + "1001"
PLACE = (round(120.5 + SIDE / 2, 6), round(LAT + SIDE / 2, 6))
OFFICERS = tuple(f"drill-officer-{n}" for n in range(1, 5))
SECONDS = {
    "no_show": {"after": {"seconds": 4}}, "asks": {"open": {"seconds": 30}, "begun": {"seconds": 3}},
    "check_in": {"early": {"hours": 6}, "late": {"hours": 6}},
}  # fmt: skip


class Station:
    """See the module's text. Each has a unit of its own, so that tests don't meet each other."""

    def __init__(self, spine: Spine, word: str, county: str = STEADY) -> None:
        self.spine, self.county = spine, county
        self.unit = f"{county}.left.{word}"
        self.post = f"{county}.left.{word}-car"

    @property
    def process(self) -> ManagedProcess:
        """The patrol service of the stack."""
        return self.spine.stack.processes["patrol"]

    def headers(self, *roles: str, subject: str = "planner-1") -> dict[str, str]:
        token = self.spine.token(
            *(roles or ("planner", "dispatcher", "registry")), subject=subject, region=self.county
        )
        return {"Authorization": f"Bearer {token}"}

    def send(
        self, method: str, path: str, body: Any = None, *roles: str, subject: str = "planner-1", key: str = "",
        url: str = "", **more: Any,
    ) -> requests.Response:  # fmt: skip
        """Send a command, by default as the planner. url: of another replica."""
        headers = self.headers(*roles, subject=subject) | {"Idempotency-Key": key or uuid.uuid4().hex}
        headers |= more.pop("headers", {})
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        url = (url or self.spine.target.url("patrol")) + path
        return requests.request(method, url, headers=headers, timeout=30, **sent, **more)

    def done(self, method: str, path: str, body: Any = None, *roles: str, **more: Any) -> Any:
        """Send what must be allowed, and return the answer."""
        answer = self.send(method, path, body, *roles, **more)
        assert answer.ok, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def me(self, officer: str, method: str, path: str, body: Any = None) -> Any:
        """Do something as a member of the station."""
        return self.done(method, path, body, "member", subject=officer)

    def bring(self, *refs: str, unit: str = "", **said: str) -> None:
        """Import officers by file."""
        names = {"name": "演练", **said}
        head = ["ref", "unit", "force", *names]
        rows = [",".join([ref, unit or self.unit, "officer", *names.values()]) for ref in refs]
        report = self.done(
            "POST", f"/v1/people/import?county={self.county}", "\n".join([",".join(head), *rows, ""]).encode(),
            headers={"Content-Type": "text/csv"},
        )  # fmt: skip
        assert (report["rows"], report["bad"]) == (len(refs), 0), report

    def plan(self, first: datetime, days: int = 1, seconds: int = 10) -> str:
        """Have a roster planned, and return its id."""
        last = first + timedelta(days=days - 1)
        said = {"unit": self.unit, "first": first.date().isoformat(), "last": last.date().isoformat()}
        id = self.done("POST", "/v1/rosters", said)["id"]
        self.done("POST", f"/v1/rosters/{id}/plan", {"seconds": seconds})
        until(lambda: self.roster(id)["state"] != "planning", 60, "the plan")
        assert self.roster(id)["state"] == "planned", self.roster(id)
        return str(id)

    def roster(self, id: str) -> dict[str, Any]:
        return dict(self.done("GET", f"/v1/rosters/{id}"))

    def publish(self, id: str, key: str = "") -> requests.Response:
        return self.send("POST", f"/v1/rosters/{id}/publish", {}, key=key)

    def shifts(self) -> list[dict[str, Any]]:
        return list(self.done("GET", f"/v1/shifts?unit={self.unit}&limit=200")["items"])

    def open_shifts_of(self, roster: str, count: int) -> list[dict[str, Any]]:
        """Return a published roster's shifts once they are all there."""

        def found() -> list[dict[str, Any]]:
            return [shift for shift in self.shifts() if shift["roster"] == roster]

        return list(until(lambda: len(found()) >= count and found(), 40, f"{count} shifts"))

    def told(self, name: str, **data: Any) -> list[Any]:
        """Return the events of the bus with these data, each once."""
        return list({
            each.event.id: each.event
            for each in self.spine.tap.all(type=f"patrol.{name}.v1")
            if all(each.event.data.get(key) == value for key, value in data.items())
        }.values())  # fmt: skip


def now() -> datetime:
    """Return the local time."""
    return datetime.now(ZONE)


def who(officer: str) -> str:
    """Return the person's id."""
    return person_id(officer)
