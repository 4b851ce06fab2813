"""A warning with its reasons, raised by the daily run, dismissed with one; how good a forecast was."""

from __future__ import annotations

from typing import Any

from lianfang.messaging.log import read_log
from scenarios.insight.room import COUNTY, Room, local
from scenarios.insight.season import LAST, MORE_A_DAY, RISE_DAYS, VILLAGE
from scenarios.shouning.play.actors import Actor
from scenarios.shouning.play.desk import Refusal

DISPATCHER = Actor("play-dispatcher", ("dispatcher",))


def warned(room: Room) -> None:
    """Wait for the daily run, show what it found, dismiss one."""
    room.until("forecast", lambda: room.read(f"/v1/forecasts?county={COUNTY}")["items"])  # the run's last work
    found = room.read("/v1/warnings?limit=100")["items"]
    room.tell(
        "## A warning with its reasons", "",
        f"For sixteen weeks calls come as usual; in the last {RISE_DAYS} days of them the village {VILLAGE} has"
        f" {MORE_A_DAY} disputes a day more. At 04:30 the daily run looks at {LAST} and raises {len(found)}"
        " warnings, one of each place, figure and method (`GET /v1/warnings`). Those of all calls:", "",
        "| place | method | what it says |", "|---|---|---|",
    )  # fmt: skip
    for each in found:
        if not each["category"]:
            room.tell(f"| {each['place']} | `{each['method']}` | {each['said']['en']} |")
    one = next(each for each in found if each["method"] == "cusum" and each["place"] == VILLAGE[:9])
    room.tell("", f"One with all its reasons, of the township {one['place']}: {one['said']['zh']}", "")
    room.tell("| reason | value | what it is |", "|---|---|---|")
    for reason in one["reasons"]:
        room.tell(f"| `{reason['word']}` | {reason['value']:g} | {reason['meaning']} |")
    path = f"/v1/warnings/{one['id']}/dismiss"
    wrong = _refusal(room, path, {"reason": "whatever"})
    done = room.do(path, {"reason": "known_cause"}, DISPATCHER)
    again = _refusal(room, path, {"reason": "handled"})
    events = _events(room, one["id"])
    room.tell(
        "", f"Dismissing it without one of the reasons: *{wrong}*", "",
        f"`POST {path}` with `{{\"reason\": \"known_cause\"}}`: state **{done['state']}**, because"
        f" `{done['because']}`, by `{done['by']}`, {local(done['ended'])}. Once more: *{again}*", "",
        "Both left as events: " + ", ".join(f"`{each.type}` (`{each.id}`)" for each in events)
        + ". It is quiet for fourteen days; left alone it would have ended by itself on"
        f" {local(one['expires'])}.", "",
    )  # fmt: skip


def forecast(room: Room) -> None:
    """Show last week's forecast with its score."""
    path = f"/v1/forecasts?county={COUNTY}&figure=incident_reported"
    told = room.until("score", lambda: _scored(room.read(path)))
    made = next(each for each in told["items"] if each["score"])
    record = told["record"]
    room.tell(
        "### Last week's forecast, scored", "",
        f"The same run had flagged {len(made['grids'])} grids for {made['start']} to {made['end']}. A week later"
        f" (`GET {path}`):", "", f"> {made['said']['en']}", ">", f"> {made['said']['zh']}", "",
        f"And all of them so far: {record['said']['en']}", "",
    )  # fmt: skip


def _scored(told: dict[str, Any]) -> dict[str, Any] | None:
    return told if told["record"]["scored"] and told["record"]["events"] else None


def _refusal(room: Room, path: str, body: Any) -> str:
    """Return what is said to a command. Raises AssertionError when it is carried out."""
    try:
        room.do(path, body, DISPATCHER)
    except Refusal as refusal:
        return str(refusal).partition(": ")[2].partition(": ")[2]
    raise AssertionError(f"{path} was not refused")


def _events(room: Room, warning: str) -> list[Any]:
    """Return the events of a warning from the log, as soon as there are two."""

    def of() -> list[Any]:
        return [
            each for each in read_log(room.target.bus_uri)
            if each.type.startswith("analytics.warning") and each.data["warning"] == warning
        ]  # fmt: skip

    return list(room.until("event of the dismissal", lambda: found if len(found := of()) > 1 else None))
