"""An hour's calls: what came first is done or on its way, what came last waits, and one nobody took in time."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from lianfang.runtime.demo.day import intake_body, read_day
from scenarios.insight.room import INCIDENT, Room
from scenarios.shouning.play.actors import CALL_TAKER, COUNTY, Actor
from scenarios.shouning.play.stage import SCENARIO

SEAT = {"grid": "3509241000011009"}
SHOP = f"{COUNTY}.aoyang.shop-002"
WAY = ("acknowledge", "depart", "arrive", "finish")
CALLS: tuple[tuple[float, str, int], ...] = (
    (52, "500300", 4), (46, "300500", 4), (40, "200303", 3), (35, "600300", 0), (27, "300200", 3),
    (21, "100400", 2), (16, "500200", 2), (12, "200302", 2), (8, "300700", 1), (5, "200200", 2), (3, "500600", 1),
    (1.4, "100200", 1), (0.8, "200100", 0), (0.5, "400500", 0),
)  # fmt: skip
"""Minutes before the picture, category, how far its teams have come."""
ALERT_BEFORE = 0.2
_AGAIN = 0.3
Json = dict[str, Any]


def calls(room: Room, now: datetime) -> None:
    """Live through the hour that ends `now`."""
    places = [each["place"] for each in read_day(SCENARIO, len(CALLS) * 2)]
    moments: list[tuple[datetime, int, str]] = []
    for number, (before, _category, far) in enumerate(CALLS):
        came = now - timedelta(minutes=before)
        moments.append((came, number, "report"))
        steps = [came + (now - came) * (n + 1) / (far + 2) for n in range(far)]
        moments += [(at, number, WAY[n]) for n, at in enumerate(steps)]
        if far == 2:
            moments.append((steps[-1], number, "send"))
    moments.append((now - timedelta(minutes=ALERT_BEFORE), -1, "alert"))
    made: dict[int, Json] = {}
    for at, number, action in sorted(moments):
        room.move(at)
        if action == "report":
            place = SEAT if number in {5, 9, 12} else places[number * 2]
            report = {"source": "call", "category": CALLS[number][1], "place": place}
            made[number] = _reported(room, intake_body(report))
        elif action == "alert":
            alert = _reported(room, {"source": "shop", "category": "200200", "shop": SHOP, "place": SEAT})
            _step(room, alert, WAY[0])
        elif action == "send":
            _send(room, made[number])
        else:
            _step(room, made[number], action)
    room.move(now)


def _reported(room: Room, body: Json) -> Json:
    return dict(room.desk.post(INCIDENT, "/v1/incidents", CALL_TAKER, body))


def _step(room: Room, incident: Json, action: str) -> None:
    """Every team that was asked goes a step; of several, the second stays behind."""
    for task in [incident["tasks"][0], *incident["tasks"][2:]]:
        team = Actor(f"play-{task['team']}", ("team",), team=task["team"])
        room.desk.post(INCIDENT, f"/v1/incidents/{incident['id']}/tasks/{task['id']}/{action}", team, {})


def _send(room: Room, incident: Json) -> None:
    """Send the unit that is recommended first, if any is."""
    time.sleep(_AGAIN)
    path = f"/v1/incidents/{incident['id']}"
    found = room.desk.get(INCIDENT, f"{path}/recommendations", CALL_TAKER)["items"]
    best = next((each["unit"] for each in found if each["suitable"]), "")
    if best:
        room.desk.post(INCIDENT, f"{path}/units", CALL_TAKER, {"unit": best})
