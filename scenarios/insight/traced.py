"""A figure traced: its value, the numbers it is made of, the events behind them, and one of these in the log."""

from __future__ import annotations

import json
from datetime import timedelta

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import read_log
from scenarios.insight.room import COUNTY, Room
from scenarios.insight.season import LAST
from scenarios.shouning.play.actors import Actor

FIGURE = "acknowledge_deadlines_kept"
ELSEWHERE = Actor("play-neighbour", ("viewer",), region="350925")


def traced(room: Room) -> None:
    """Tell it."""
    where = f"period={LAST - timedelta(days=1)}&region={COUNTY}"
    what, value = room.read(f"/v1/figures/{FIGURE}"), room.read(f"/v1/figures/{FIGURE}/value?{where}")
    room.tell(
        "## A figure, traced to its events", "",
        f"`GET /v1/figures/{FIGURE}/value?{where}`: **{what['zh']}** ({what['en']}) of {value['period']} is"
        f" **{value['value']:.1f} %**: {value['numerator']:g} of {value['denominator']:g}.", "",
        f"> {what['definition']} — *{what['source']}*", "",
        *(f"- {note['text']}" for note in value["notes"]), "",
        "| ring | kept | of | % |", "|---|---|---|---|",
    )  # fmt: skip
    for part in room.read(f"/v1/figures/{FIGURE}/parts?{where}&split=ring")["items"]:
        shown = "–" if part["value"] is None else f"{part['value']:.1f}"
        room.tell(f"| {part['key'] or 'outside'} | {part['numerator']:g} | {part['denominator']:g} | {shown} |")
    kept = room.read(f"/v1/figures/{FIGURE}/events?{where}&limit=100")["items"]
    all_ = room.read(f"/v1/figures/{FIGURE}/events?{where}&part=denominator&limit=100")["items"]
    assert (len(kept), len(all_)) == (value["numerator"], value["denominator"])
    room.tell(
        "", f"The events behind the numerator (`…/events`; {len(kept)} in all, `part=denominator` gives"
        f" {len(all_)}):", "", "| event | team | deadline | acknowledged by event |", "|---|---|---|---|",
    )  # fmt: skip
    for fact in kept[:4]:
        evidence = ", ".join(f"`{each}`" for each in fact["evidence"])
        room.tell(f"| `{fact['event_id']}` | {fact['team']} | {fact['at'][:19]} | {evidence} |")
    event = in_log(room, kept[0]["evidence"][0])
    room.tell(
        "", f"And the last one of the first row, looked up in the log `lianfang.log`: `{event.type}` of"
        f" {str(event.time)[:19]} UTC:", "", "```json",
        json.dumps(dict(event.data), ensure_ascii=False, indent=1, sort_keys=True), "```", "",
        f"A reader of another county: *{room.refused(f'/v1/figures/{FIGURE}/value?{where}', ELSEWHERE)}*", "",
    )  # fmt: skip


def in_log(room: Room, id: str) -> Event:
    """Return an event by its id, read from the broker's log. Raises StopIteration when it isn't there."""
    return next(event for event in read_log(room.target.bus_uri) if event.id == id)
