"""A rebuild from the log beside the facts in use, swapped in while calls come and somebody reads."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from scenarios.insight.room import INCIDENT, OPERATOR, Room
from scenarios.insight.season import LAST, Call, season
from scenarios.shouning.play.desk import Refusal

FIGURE = f"/v1/figures/incidents_reported/value?period={LAST.year}"
_CALL_EVERY_S, _READ_EVERY_S, _ENDED = 0.15, 0.03, ("swapped", "refused", "failed")


@dataclass
class _Load:
    """Calls that come, and a reader who asks for the figure again and again."""

    room: Room
    came: int = 0
    read: list[float] = field(default_factory=list)
    slowest: float = 0.0
    errors: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def calls(self) -> None:
        """Report calls until it is over."""
        places = [call for day in season() for call in day]
        while not self.over.is_set():
            call = places[self.came % len(places)]
            self.room.report(Call(self.room.clocks[INCIDENT](), call.category, call.grid))
            self.came += 1
            time.sleep(_CALL_EVERY_S)

    def reader(self) -> None:
        """Read until it is over; whatever is no answer is noted."""
        while not self.over.is_set():
            began = time.monotonic()
            try:
                self.read.append(self.room.read(FIGURE)["value"])
            except Refusal as refusal:
                self.errors.append(str(refusal))
            self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(_READ_EVERY_S)


def swapped(room: Room) -> None:
    """Do it and tell it. Raises AssertionError when a figure is wrong or a reader met an error."""
    before, facts = room.read(FIGURE)["value"], room.caught_up()
    load = _Load(room)
    threads = [threading.Thread(target=work) for work in (load.calls, load.reader)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(1)
        room.do("/v1/projection/rebuild", {}, OPERATOR)
        said = [room.until("end of the rebuild", lambda: _ended(room))]
        time.sleep(1)
    finally:
        load.over.set()
        for thread in threads:
            thread.join()
    now, after = room.caught_up(), room.read(FIGURE)["value"]
    rebuild = said[0]
    assert rebuild["state"] == "swapped", rebuild
    assert after == before + load.came, (before, load.came, after)
    assert load.read == sorted(load.read), "a reader saw less than before"
    assert not load.errors, load.errors
    room.tell(
        "## A rebuild, swapped in under load", "",
        "Calls come, somebody reads the figure `incidents_reported` again and again, and `POST"
        " /v1/projection/rebuild` makes all facts anew from the event log beside those in use.", "",
        "| | |", "|---|---|",
        f"| facts before | generation {facts['generation']}, {_messages(facts):,} messages of the log |",
        f"| rebuilt | {rebuild['done']:,} messages in {rebuild['seconds']:.1f} s, differences found:"
        f" {len(rebuild['differences'])} |",
        f"| facts after | generation {now['generation']}, {_messages(now):,} messages, gaps: {now['gaps']} |",
        f"| the figure before | {before:g} |", f"| calls that came meanwhile | {load.came} |",
        f"| the figure after | **{after:g}** = {before:g} + {load.came} |",
        f"| the reader | {len(load.read)} answers, errors: {len(load.errors)}, never a smaller number than before,"
        f" slowest answer {load.slowest:.2f} s |", "",
    )  # fmt: skip


def _messages(projection: dict[str, Any]) -> int:
    return sum(projection["places"].values())


def _ended(room: Room) -> dict[str, Any] | None:
    rebuild = room.read("/v1/projection", OPERATOR)["rebuild"]
    return dict(rebuild) if rebuild["state"] in _ENDED else None
