"""``python -m scenarios.insight``: a season of calls, and what analytics makes of it, into docs."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime, timedelta
from datetime import time as hour
from pathlib import Path

from lianfang.runtime.operating.loading import load_county
from scenarios.clock import ZONE
from scenarios.insight.brief import brief
from scenarios.insight.room import ANALYTICS, INCIDENT, Room
from scenarios.insight.scored import scored
from scenarios.insight.season import DAYS, FIRST, LAST, season
from scenarios.insight.swapped import swapped
from scenarios.insight.traced import traced
from scenarios.insight.warned import forecast, warned
from scenarios.shouning.play.desk import Desk
from scenarios.staging import staged

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ANSWERED_SINCE = LAST.replace(month=10, day=1)
"""From then on teams answer in the play; before, calls are only counted."""
HEAD = """# Analytics, shown

A made-up season of calls in 寿宁, lived through by `make insight` against the running services on clocks that the
script moves. What stands here is what the services answered.
"""


def main() -> int:
    """Show it, and return 0."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="insight-") as home,
        staged(Path(home), (INCIDENT, ANALYTICS), at(FIRST, 7), say, only=("grid", INCIDENT, ANALYTICS)) as it,
    ):
        load_county(it.target, ROOT / "scenarios" / "shouning" / "pack", say)
        room = Room(it.target, Desk(it.target), it.clocks, say)
        room.tell(HEAD)
        _show(room)
    say(f"{time.monotonic() - began:.0f} s")
    print("docs/analytics-shown.md")
    return 0


def _show(room: Room) -> None:
    days = list(season())
    for calls in days[:DAYS]:
        room.day(calls, answered=calls[0].at.date() >= ANSWERED_SINCE)
    room.say(f"{sum(map(len, days[:DAYS]))} calls in {DAYS} days")
    room.caught_up()
    room.clocks[ANALYTICS].move(at(LAST, 4))  # before the daily run of the day before
    time.sleep(3)  # in which the timers see that there are facts, and plan the brief of this day
    traced(room)
    _write(room)
    room.move(at(LAST + timedelta(days=1), 4.55))
    warned(room)
    _write(room)
    room.move(at(LAST + timedelta(days=1), 7.55))
    brief(room, DOCS / "pictures")
    _write(room)
    room.move(at(LAST + timedelta(days=1), 8))
    swapped(room)
    _write(room)
    scored(room)
    _write(room)
    for calls in days[DAYS:]:
        room.day(calls, answered=False)
    room.caught_up()
    room.move(at(LAST + timedelta(days=len(days) - DAYS + 1), 4.55))
    forecast(room)
    _write(room)


def _write(room: Room) -> None:
    """Write the page as far as it is: a later part that fails takes none of it back."""
    (DOCS / "analytics-shown.md").write_text("\n".join(room.lines).rstrip() + "\n", encoding="utf-8")
    room.say(f"told: {next(line for line in reversed(room.lines) if line.startswith('##')).strip('# ')}")


def at(day: object, oclock: float) -> datetime:
    """Return an hour of a day by the county's clocks."""
    return datetime.combine(day, hour(), ZONE) + timedelta(hours=oclock)  # type: ignore[arg-type]


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
