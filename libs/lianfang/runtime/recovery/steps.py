"""Teams' commands, made anew from the events that answered them: no log holds commands, the answers say it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lianfang.contracts.incident.commands import ANSWERED_BY
from lianfang.messaging.envelope import Event
from lianfang.regions.codes import county_of

_COMMANDS = {answer: command for command, answer in ANSWERED_BY.items()}
_SAID = ("command_id", "incident_id", "task_id", "device_time", "reason")


def commands_of(events: Iterable[Event]) -> Iterator[tuple[Event, str]]:
    """Yield the command that each event answered, and the team's full id.

    It has the id and the words of the first one, so that a team which asks again gets the same answer. What a
    dispatcher did in a team's name was no command and is left out.
    """
    for event in events:
        type = _COMMANDS.get(event.type)
        if type is None or not event.data.get("command_id") or not event.causationid:
            continue
        team = str(event.data["team"])
        data = {name: event.data[name] for name in _SAID if event.data.get(name)}
        yield Event(
            id=event.causationid, type=type, source=f"/teams/{team}", subject=event.data["incident_id"],
            time=event.time, region=county_of(team.partition(".")[0]), data=data,
            correlationid=event.correlationid, traceparent=event.traceparent,
        ), team  # fmt: skip
