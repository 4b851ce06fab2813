"""The incident service alone: reports in over HTTP at saturation with their events out, and teams' commands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pika

from bench.http_load import drive
from bench.measures.intake import reports, whole
from bench.sizing.figures import Figure
from bench.sizing.scale import Scale
from bench.sizing.stage import BROKER, Stage, pace_of
from lianfang.messaging.envelope import CONTENT_TYPE, Event
from lianfang.messaging.log import LOG, read_log
from lianfang.messaging.routing import COMMANDS, routing_key
from lianfang.runtime.demo.teams import command
from lianfang.runtime.operating.accounts import accounts_of

STEPS = ("receive_task", "acknowledge_task")
REQUESTED = "incident.task_requested.v1"
QUEUE = "incident.commands"


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """Reports over 16 connections, as fast as they are answered; then two commands for each of some tasks."""
    stage.only("incident")
    published = "lianfang_events_published_total"
    before = stage.metric("incident", published)
    make = reports(stage.stack)
    with stage.spending() as spent:
        seen = whole(drive(stage.port("incident"), make, scale.reports))
        stage.drained("incident")
    told = stage.metric("incident", published) - before
    yield Figure("incident.reports_per_s", "incident: reports in over HTTP", seen.per_second, "/s", scale.reports)
    text = "incident: their events out, confirmed (a report and its tasks)"
    yield Figure("incident.events_per_s", text, told / spent.seconds, "/s", int(told))
    cost = spent.cpu["incident"] / scale.reports * 1e3
    yield Figure("incident.report_cpu_ms", "incident: processor time of a report", cost, "ms", scale.reports)
    cost = spent.cpu[BROKER] / told * 1e3
    yield Figure(
        "broker.event_cpu_ms", "broker: processor time of an event, in and on to its queues", cost, "ms", int(told)
    )
    yield from _commands(stage, scale)
    used = stage.usage("incident")
    yield Figure("incident.after_mb", "incident: memory after all this (RSS)", used.rss_mb, "MB", scale.reports)


def _commands(stage: Stage, scale: Scale) -> Iterator[Figure]:
    handled = "lianfang_messages_handled_total"
    start = stage.metric("incident", handled, queue=QUEUE)
    tasks = _tasks(stage, scale.commands // len(STEPS))
    _send(stage, tasks)
    pace = pace_of(
        stage, "incident", lambda: stage.metric("incident", handled, queue=QUEUE), start + len(tasks) * len(STEPS)
    )
    yield Figure(
        "incident.commands_per_s", "incident: teams' commands from the bus", pace.per_second, "/s", pace.count
    )
    yield Figure(
        "incident.command_cpu_ms", "incident: processor time of a command", pace.cpu_s * 1e3, "ms", pace.count
    )


def _tasks(stage: Stage, count: int) -> list[tuple[str, Event]]:
    """Return the newest requests of teams, with the team."""
    found = [
        (f"{event.region[:6]}.{event.addressee}", event)
        for event in read_log(stage.stack.state.bus_uri, None, LOG)
        if event.type == REQUESTED and ".shop-" not in f".{event.addressee}"
    ]
    return found[-count:]


def _send(stage: Stage, tasks: list[tuple[str, Event]]) -> None:
    """Publish each step of all tasks, every team by its own account."""
    by_team: defaultdict[str, list[Event]] = defaultdict(list)
    for team, event in tasks:
        by_team[team].append(event)
    with accounts_of(stage.target) as accounts:
        uris = {team: accounts.add_team(team, rotate=True).uri for team in by_team}
    links = {team: pika.BlockingConnection(pika.URLParameters(uri)) for team, uri in uris.items()}
    channels: dict[str, Any] = {team: link.channel() for team, link in links.items()}
    for step in STEPS:
        for team, events in by_team.items():
            account = unquote(urlsplit(uris[team]).username or "")
            for event in events:
                order = command(step, team, event)
                properties = pika.BasicProperties(
                    content_type=CONTENT_TYPE, delivery_mode=2, message_id=order.id, user_id=account,
                    headers=order.headers(),
                )  # fmt: skip
                channels[team].basic_publish(COMMANDS, routing_key(order), order.to_json(), properties)
    for link in links.values():
        link.close()
