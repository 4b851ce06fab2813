"""`lianfang tail`: follow events as they happen, through a temporary queue of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import kombu
import typer

from lianfang.messaging.dialling import dial
from lianfang.messaging.envelope import Event, Undecodable
from lianfang.messaging.routing import COMMANDS, EVENTS, RESTRICTED, region_pattern
from lianfang.regions.codes import level_of
from lianfang.runtime.cli.output import Json, emit, remark, say
from lianfang.runtime.cli.zones import zone_of
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target

PREFETCH = 200
_SHOWN = ("source", "category", "priority", "state", "team", "reason", "due", "release", "page", "pages")


def tail(
    context: Annotated[str, typer.Option(help="Only this context's, e.g. incident.")] = "*",
    event: Annotated[str, typer.Option(help="Only this event, e.g. task_requested.")] = "*",
    region: Annotated[str, typer.Option(help="Only this region's and below it, e.g. 350924.")] = "",
    restricted: Annotated[bool, typer.Option(help="What no district reads, too.")] = False,
    commands: Annotated[bool, typer.Option(help="Requests to services, too.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="End after so many; 0 goes on until Ctrl-C.")] = 0,
    timezone: Annotated[str, typer.Option(envvar="LIANFANG_TIMEZONE")] = "Asia/Shanghai",
    json_: Json = False,
) -> None:
    """Follow events, one line each; --json prints the whole CloudEvent."""
    for name, word in (("context", context), ("event", event)):
        if not word.replace("_", "").replace("*", "").isalnum() and word != "*":
            raise BadInput(f"--{name} {word!r} must be one word (a-z, 0-9, _)")
    level_of(region)
    exchanges = [EVENTS, *([RESTRICTED] if restricted else []), *([COMMANDS] if commands else [])]
    zone = zone_of(timezone)
    show: Callable[[Event], None] = (lambda e: emit(e.to_dict())) if json_ else (lambda e: say(line(e, zone)))
    follow(Target.find().bus_uri, exchanges, region_pattern(region, context, event), show, limit)


def follow(uri: str, exchanges: list[str], key: str, show: Callable[[Event], None], limit: int = 0) -> None:
    """Call `show` with every event that comes; return after `limit` of them (0: never).

    Says on standard error from when on nothing is missed. The queue is exclusive: it is gone with the connection,
    and takes nothing from anybody else's.
    """
    seen = 0
    with dial(uri, connect_timeout=5, heartbeat=30) as connection:
        channel = connection.channel()
        queue = kombu.Queue("", exclusive=True, durable=False, auto_delete=True, channel=channel)
        queue.queue_declare()
        for exchange in exchanges:
            channel.queue_bind(queue.name, exchange, key)

        def on_message(message: Any) -> None:
            nonlocal seen
            try:
                show(Event.from_json(message.body))
            except Undecodable as error:
                say(f"undecodable message {message.properties.get('message_id')}: {error}")
            seen += 1
            message.ack()

        channel.basic_qos(0, PREFETCH, False)
        with kombu.Consumer(channel, [queue], on_message=on_message, auto_declare=False):
            remark(f"following {key} … Ctrl-C ends it")
            while not limit or seen < limit:
                _drain(connection)


def line(event: Event, zone: ZoneInfo) -> str:
    """Return an event as a line for people, its time in `zone`."""
    moment = datetime.fromisoformat(event.time).astimezone(zone).strftime("%H:%M:%S.%f")[:-3] if event.time else "-"
    facts = " ".join(f"{name}={event.data[name]}" for name in _SHOWN if event.data.get(name) not in (None, ""))
    address = f" {event.addressee}" if event.addressee else ""
    mark = " [restricted]" if event.restricted else ""
    return f"{moment} {event.type} {event.region or '-'}{address}{mark} {event.subject[:8]} {facts}".rstrip()


def _drain(connection: kombu.Connection) -> None:
    try:
        connection.drain_events(timeout=1)
    except TimeoutError:
        connection.heartbeat_check()
