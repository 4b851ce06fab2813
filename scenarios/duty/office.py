"""The patrol service as a planner and the people of the rosters use it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.target import Target
from scenarios.shouning.play.actors import Actor
from scenarios.shouning.play.desk import Desk
from services.patrol.domain.people.ids import person_id

SERVICE = "patrol"
_LOOK_S = 0.3
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Office:
    """See the module's text. say: told what is being waited for."""

    target: Target
    desk: Desk
    say: Say

    def get(self, county: str, path: str) -> Any:
        """Read as the county's planner."""
        return self.desk.get(SERVICE, path, planner(county))

    def post(self, county: str, path: str, body: Any) -> Any:
        """Do something as the county's planner."""
        return self.desk.post(SERVICE, path, planner(county), body)

    def roster(self, unit: str, first: date, last: date, seconds: int) -> dict[str, Any]:
        """Plan and publish a roster, and return it with its assignments. Raises Refusal, RuntimeError."""
        county = unit[:6]
        body = {"unit": unit, "first": first.isoformat(), "last": last.isoformat()}
        id = self.post(county, "/v1/rosters", body)["id"]
        began = time.monotonic()
        self.post(county, f"/v1/rosters/{id}/plan", {"seconds": seconds})
        while (found := self.get(county, f"/v1/rosters/{id}"))["state"] == "planning":
            time.sleep(_LOOK_S)
        took = time.monotonic() - began
        if found["state"] != "planned":
            raise RuntimeError(f"{unit}: {found['state']}: {found['conflict'] or found['reason']}")
        self.post(county, f"/v1/rosters/{id}/publish", {})
        self.say(f"{unit} {first} – {last}: {found['status']}, {found['places']} places, {took:.1f} s")
        return {**found, "id": id, "seconds": took, "assignments": list(self.assignments(county, id))}

    def assignments(self, county: str, id: str) -> Iterable[dict[str, Any]]:
        """Return all of a roster's assignments."""
        cursor = ""
        while True:
            page = self.get(county, f"/v1/rosters/{id}/assignments?limit=200{cursor}")
            yield from page["items"]
            if not page.get("next"):
                return
            cursor = f"&cursor={page['next'].rpartition('cursor=')[2]}"

    def file(self, county: str, path: str) -> str:
        """Return a text that is no JSON, as the county's planner gets it. Raises Failure."""
        answer = ServiceClient(self.target, SERVICE, planner(county).roles, region=county).send("GET", path)
        if not answer.ok:
            raise Failure(f"GET {path}: {answer.status_code}")
        return answer.text

    def me(self, ref: str, county: str) -> Me:
        """Return somebody of the rosters, by the reference of the file they came from."""
        return Me(self, Actor(ref, ("member",), region=county), person_id(ref))


@dataclass(frozen=True, slots=True)
class Me:
    """A member, who acts for themselves."""

    office: Office
    actor: Actor
    id: str

    def get(self, path: str) -> Any:
        """Read."""
        return self.office.desk.get(SERVICE, path, self.actor)

    def post(self, path: str, body: Any) -> Any:
        """Do something."""
        return self.office.desk.post(SERVICE, path, self.actor, body)


def planner(county: str) -> Actor:
    """Return a county's planner."""
    return Actor("play-planner", ("planner", "dispatcher", "registry", "viewer"), region=county)
