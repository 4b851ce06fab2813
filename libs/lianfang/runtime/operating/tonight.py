"""A roster for today, so that a command room that was just set up shows who is on duty."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import requests

from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.target import Target

Say = Callable[[str], None]
ROLES = ("planner", "viewer")
PLANNED_WITHIN_S = 60.0
_SOLVER_S, _LOOK_EVERY_S = 5, 0.25
_THERE = "published"


def in_background(
    target: Target, county: str, say: Say, zone: ZoneInfo, ended: threading.Event
) -> threading.Thread:  # fmt: skip
    """Begin `publish_today` beside whatever goes on; how it ended is said, a failure too, unless all has ended."""

    def work() -> None:
        try:
            units = publish_today(target, county, datetime.now(zone).date())
        except (Failure, requests.RequestException) as error:
            if not ended.is_set():
                say(f"{county}: there is no roster of today: {' '.join(str(error).split())}")
        else:
            say(f"{county}: {len(units)} units have a roster of today; see 'Tonight' on the page")

    thread = threading.Thread(target=work, name="tonight", daemon=True)
    thread.start()
    return thread


def publish_today(target: Target, county: str, today: date) -> list[str]:
    """Give every unit with posts in the county a published roster of that day, and return the units.

    Safe to repeat: days that have one are left alone. Raises Failure, requests.RequestException.
    """
    client = ServiceClient(target, "patrol", ROLES, region=county)
    posts = client.call("GET", f"/v1/posts?county={county}")["items"]
    units = sorted({post["unit"] for post in posts})
    drafts = {unit: _begun(client, unit, today) for unit in units}
    for unit, roster in drafts.items():
        if roster:
            _publish(client, unit, roster)
    return units


def _begun(client: ServiceClient, unit: str, today: date) -> str:
    """Have a draft planned and return its id, "" where the day has a roster. The solver takes one after another."""
    rosters = client.call("GET", f"/v1/rosters?unit={unit}")["items"]
    day = today.isoformat()
    if any(each["state"] == _THERE and each["first"] <= day <= each["last"] for each in rosters):
        return ""
    key = f"tonight-{unit}-{day}-{len(rosters)}"
    body = {"unit": unit, "first": day, "last": day}
    roster = str(client.call("POST", "/v1/rosters", body, **{"Idempotency-Key": key})["id"])
    client.call(
        "POST", f"/v1/rosters/{roster}/plan", {"seconds": _SOLVER_S}, **{"Idempotency-Key": f"{key}-plan"}
    )  # fmt: skip
    return roster


def _publish(client: ServiceClient, unit: str, roster: str) -> None:
    deadline = time.monotonic() + PLANNED_WITHIN_S
    while (found := client.call("GET", f"/v1/rosters/{roster}"))["state"] == "planning":
        if time.monotonic() > deadline:
            raise Failure(f"{unit}: planning took more than {PLANNED_WITHIN_S:g} s; see GET /v1/rosters/{roster}")
        time.sleep(_LOOK_EVERY_S)
    if found["state"] != "planned":
        raise Failure(f"{unit}: {found['state']}: {_why(found)}")
    client.call("POST", f"/v1/rosters/{roster}/publish", **{"Idempotency-Key": f"{roster}-publish"})


def _why(roster: dict[str, Any]) -> str:
    return "; ".join(roster["conflict"]) or roster["reason"] or "nothing was said"
