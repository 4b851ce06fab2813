"""``python -m scenarios.pictures``: plays an evening in 寿宁 and takes the pictures, into docs/pictures."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from lianfang.runtime.operating.loading import load_county
from lianfang.web import tokens
from scenarios.clock import ZONE
from scenarios.duty.office import Office
from scenarios.insight.room import ANALYTICS, INCIDENT, Room
from scenarios.insight.season import DAYS, FIRST, LAST, VILLAGE, Call, season
from scenarios.pictures.calls import calls
from scenarios.pictures.camera import PHONE, WALL, Shot, take
from scenarios.pictures.disputes import disputes
from scenarios.pictures.tonight import Tonight
from scenarios.shouning.play.actors import COUNTY
from scenarios.shouning.play.desk import Desk
from scenarios.staging import staged

ROOT = Path(__file__).parents[2]
EVENING = datetime.combine(LAST + timedelta(days=1), datetime.min.time(), ZONE).replace(hour=20)
ROLES = ("dispatcher", "intake", "mediation", "planner", "supervisor", "viewer")
ANSWERED_DAYS = 10
CALL = ("n", "200100", "ArrowDown", "Enter", "Tab", "3509241000011009", "ArrowDown", "Enter")
SHOTS = (
    Shot("room-wall", "1", WALL), Shot("room-wall-en", "1", WALL, "en-GB"),
    Shot("room-phone", "1", PHONE), Shot("room-phone-en", "1", PHONE, "en-GB"),
    Shot("room-call", "1", then=CALL, wait_for="#alike li"),
    Shot("room-dispatch", "1", then=("d",), wait_for="dialog"),
    Shot("room-units", "2"), Shot("room-alerts", "3"), Shot("room-mediation", "4"), Shot("room-tonight", "5"),
    Shot("room-warnings", "6"), Shot("room-warnings-en", "6", language="en-GB"),
    Shot("room-figures", "7", wait_for="main table"), Shot("room-platform", "8"),
    Shot("room-figures-en", "7", language="en-GB", wait_for="main table"),
)  # fmt: skip


def main() -> int:
    """Play, take them, and return 0."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        home = Path(folder)
        services = (INCIDENT, ANALYTICS, "patrol", "mediation")
        with staged(home, services, datetime.combine(FIRST, datetime.min.time(), ZONE), say) as it:
            load_county(it.target, ROOT / "scenarios" / "shouning" / "pack", say)
            room = Room(it.target, Desk(it.target), it.clocks, say)
            _play(room, home)
            token = tokens.issue(it.target.token_key, "值班长", ROLES, region=COUNTY)
            url, pictures = it.target.url(ANALYTICS), ROOT / "docs" / "pictures"
            take(SHOTS, url, token, ZONE.key, pictures, lambda: room.move(EVENING), say)
    return 0


def _play(room: Room, home: Path) -> None:
    """Live through a season, three days of disputes, a morning's warnings, and an evening."""
    days = [[call for call in those if _kept(call)] for those in list(season())[:DAYS]]
    for number, each in enumerate(days):
        room.day(each, answered=number >= DAYS - ANSWERED_DAYS)
    say(f"{sum(map(len, days))} calls in {DAYS} days")
    disputes(room, EVENING - timedelta(days=2))
    room.move(EVENING.replace(hour=4, minute=31))
    room.caught_up()
    found = room.until("warning", lambda: room.read("/v1/warnings?limit=100")["items"])
    say(f"{len(found)} warnings")
    tonight = Tonight(room, Office(room.target, room.desk, say), home)
    tonight.planned(EVENING.replace(hour=6))
    tonight.begun(EVENING.replace(hour=18))
    for minutes in (110, 100, 90, 80, 70, 55):  # so that timers see the hours pass, and find who is not there
        room.move(EVENING - timedelta(minutes=minutes))
        time.sleep(1.2)
    tonight.seen("car-1")
    calls(room, EVENING)
    room.caught_up()


def _kept(call: Call) -> bool:
    """Leave most disputes out of the season: each would be on the mediation board tonight."""
    return not call.category.startswith("2003") or call.grid.startswith(VILLAGE)


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
