"""The mediation service as tests drive it: over HTTP as its callers, on the bus as its readers, its processes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

import requests

from lianfang.messaging.envelope import Event
from lianfang.runtime.process import ManagedProcess
from tests.e2e.counties import STEADY
from tests.e2e.spine import Spine
from tests.fixtures.waiting import until

GRIDS = tuple(f"{STEADY}10{zone}001100{grid}" for zone in (0, 1) for grid in (1, 2))
"""Two of the left zone, two of the right."""
DISPUTE = "200302"
MEDIATOR = "m-steady"
ITEMS = ["parties", "facts", "terms", "performance_manner", "performance_due", "signatures_all", "seal"]
SOON = "2099-01-01T00:00:00+08:00"
WORDING = {
    "facts": "滴水争议（演练）", "terms": ["甲方改道", "双方互不追究"], "manner": "自行施工", "place": "甲方家",
}  # fmt: skip


class Office:
    """See the module's text. Callers act in the steady county unless told otherwise."""

    def __init__(self, spine: Spine) -> None:
        self.spine = spine

    @property
    def url(self) -> str:
        return self.spine.target.url("mediation")

    @property
    def process(self) -> ManagedProcess:
        """The one of the stack."""
        return self.spine.stack.processes["mediation"]

    def headers(
        self, *roles: str, subject: str = "officer-1", region: str = STEADY, team: str = ""
    ) -> dict[str, str]:
        token = self.spine.token(*(roles or ("mediation",)), subject=subject, region=region, team=team)
        return {"Authorization": f"Bearer {token}"}

    def send(
        self, path: str, body: Any, *roles: str, key: str = "", method: str = "POST", url: str = "", **claims: str
    ) -> requests.Response:
        """Send a command as somebody, by default an officer. url: of another replica. claims: see `headers`."""
        headers = {**self.headers(*roles, **claims), "Idempotency-Key": key or uuid.uuid4().hex}
        return requests.request(method, (url or self.url) + path, json=body, headers=headers, timeout=60)

    def look(self, path: str, *roles: str, query: dict[str, Any] | None = None, **claims: str) -> requests.Response:
        return requests.get(self.url + path, params=query, headers=self.headers(*roles, **claims), timeout=60)

    def open(self, *, region: str = STEADY, **said: Any) -> dict[str, Any]:
        """Open a case that must be a new one, and return it."""
        answer = self.send("/v1/cases", {"source": "visit", "place": {"grid": GRIDS[0]}, **said}, region=region)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def act(self, case: str, action: str, *roles: str, claims: dict[str, str] | None = None, **body: Any) -> dict:
        """Do something to a case that must be allowed, and return the case."""
        answer = self.send(f"/v1/cases/{case}/{action}", body, *roles, **(claims or {}))
        assert answer.status_code in (200, 201, 202), (action, answer.text)
        return dict(answer.json())

    def agreed(self, *parties: dict[str, Any], wording: dict[str, Any] | None = None, **said: Any) -> str:
        """Open a case of these parties, or two strangers, bring it to an agreement in writing, return its id."""
        strangers = [{"ref": f"p-{side}", "side": side, "name": f"演练{uuid.uuid4().hex}"} for side in "ab"]
        case = str(self.open(parties=list(parties) or strangers, **said)["id"])
        self.act(case, "triage", mode="people")
        self.act(case, "assign", mediator=MEDIATOR)
        self.act(case, "accept", mediator=MEDIATOR)
        self.act(case, "consent", sides=["a", "b"])
        self.act(case, "start-round")
        self.act(case, "agree", form="written", items=ITEMS, perform_by=SOON, **(wording or WORDING))
        return case

    def get(self, case: str, *roles: str, **claims: str) -> dict[str, Any]:
        """Return a case, by default as a supervisor of the whole country sees it."""
        headers = self.headers(*(roles or ("supervisor",)), **{"region": "", **claims})
        answer = requests.get(f"{self.url}/v1/cases/{case}", headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def listed(self, since: datetime, region: str = STEADY) -> list[dict[str, Any]]:
        """Return all cases of a region that were opened since then, as a supervisor finds them, page by page."""
        path: str | None = f"/v1/cases?{urlencode({'since': since.isoformat(), 'limit': 200})}"
        found: list[dict[str, Any]] = []
        while path:
            page = self.look(path, "supervisor", region=region).json()
            found, path = [*found, *page["items"]], page["next"]
        return found

    def incidents(self, cases: list[dict[str, Any]]) -> list[str]:
        """Return the incidents that cases were opened for, one for each of their origins."""
        return [origin["ref"] for each in cases for origin in self.get(each["id"])["origins"]]

    def told(self, name: str, since: datetime | None = None, **data: Any) -> list[Event]:
        """Return all deliveries of an event to the tap whose data have these values, repeats too."""
        return [
            each.event
            for each in self.spine.tap.all(type=f"mediation.{name}.v1")
            if all(each.event.data.get(key) == value for key, value in data.items())
            and (since is None or datetime.fromisoformat(each.event.time) >= since)
        ]

    def wait_told(
        self, name: str, count: int = 1, seconds: float = 90.0, since: datetime | None = None, **data: Any
    ) -> list[Event]:
        """Return the events once so many different ones have come."""

        def enough(_: Any) -> list[Event] | None:
            found = self.told(name, since, **data)
            return found if len({event.id for event in found}) >= count else None

        events: list[Event] = self.spine.tap.wait(enough, seconds, f"{count} mediation.{name} {data}")
        return events

    def call(self, number: int = 0, **said: Any) -> str:
        """Report a dispute over the incident service, as call takers do, and return the incident's id."""
        body = {"category": DISPUTE, "place": {"grid": GRIDS[number % len(GRIDS)]}, "region": STEADY, **said}
        return str(self.spine.report(**body)["id"])

    def calls(self, count: int) -> list[str]:
        """Report so many disputes, several at a time."""
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(self.call, range(count)))

    def one_case_each(self, incidents: list[str], since: datetime, seconds: float = 90.0) -> list[dict[str, Any]]:
        """Wait until all is told; then each incident has one case, told under one id, and no other was opened."""
        wanted = set(incidents)

        def all_told(_: Any) -> bool:
            return wanted <= {event.data.get("incident_id") for event in self.told("case_opened")}

        self.spine.tap.wait(all_told, seconds, "every dispute is told")
        told = [event for event in self.told("case_opened") if event.data.get("incident_id") in wanted]
        ids = Counter(incident for _, incident in {(event.id, event.data["incident_id"]) for event in told})
        assert set(ids.values()) == {1}, "each under one id"
        cases = self.listed(since)
        assert sorted(self.incidents(cases)) == sorted(incidents), "one case each"
        assert {event.data["case_id"] for event in told} == {each["id"] for each in cases}
        return cases

    @contextmanager
    def hurried(self, seconds: int, *others: str) -> Iterator[None]:
        """Let cases that are opened within have so many seconds until triage, by replicas elsewhere too."""
        self.put_policy({"terms": {"triage": {"seconds": seconds, "source": "drill"}}}, self.url, *others)
        try:
            yield
        finally:
            self.put_policy({}, self.url)

    def wait_missed(self, cases: list[dict[str, Any]]) -> None:
        """Wait until the deadline of each case is told as missed."""
        wanted = {each["id"] for each in cases}

        def all_told(_: Any) -> bool:
            return wanted <= {event.data["case_id"] for event in self.told("deadline_missed", kind="triage")}

        self.spine.tap.wait(all_told, 60, "every missed deadline is told")

    def times_told(self, name: str, cases: list[dict[str, Any]]) -> set[int]:
        """Return under how many ids the bus heard of an event of each case: ``{1}`` when each was told once."""
        told = Counter(case for _, case in {(event.id, event.data["case_id"]) for event in self.told(name)})
        return {told[each["id"]] for each in cases}

    def steps(self, case: str) -> tuple[str, ...]:
        """Return the names of a case's facts, oldest first, without those of its grade."""
        facts = self.look(f"/v1/cases/{case}/history").json()["items"]
        return tuple(fact["name"] for fact in facts if fact["name"] != "graded")

    def put_policy(self, differs: dict[str, Any], *urls: str) -> str:
        """Put the steady county's rules, wait until replicas at these addresses know them, return the version."""
        path = f"/v1/policies/{STEADY}"
        answer = self.send(path, {"policy": differs}, "registry", method="PUT")
        assert answer.status_code == 200, answer.text
        version = str(answer.json()["version"])
        for url in urls:
            until(partial(self._knows, url + path, version), what=f"{url} follows")
        return version

    def _knows(self, policy: str, version: str) -> bool:
        answer = requests.get(policy, headers=self.headers(), timeout=60)
        return bool(answer.json()["version"] == version)

    def furnish(self, **person: str) -> None:
        """Make the steady county's roster one mediator. person: name and phone."""
        told = {"name": "演练员", **person}
        mediator = {"id": MEDIATOR, "kind": "mediator", "regions": [STEADY], "capacity": 500, **told}
        body = {"county": STEADY, "synthetic": True, "studios": [], "mediators": [mediator]}
        answer = self.send(f"/v1/roster/{STEADY}", body, "registry", method="PUT")
        assert answer.status_code == 200, answer.text


def now() -> datetime:
    return datetime.now(UTC)
