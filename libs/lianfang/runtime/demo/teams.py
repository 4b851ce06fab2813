"""Teams that answer: each with an account of its own, over the bus, step by step as its events come back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pika

from lianfang.messaging.envelope import CONTENT_TYPE, Event
from lianfang.messaging.routing import COMMANDS, routing_key
from lianfang.runtime.demo.books import Books
from lianfang.runtime.demo.pika_loop import QueueReader

ANSWERS = {
    "incident.task_requested.v1": "receive_task",
    "incident.task_notified.v1": "acknowledge_task",
    "incident.task_acknowledged.v1": "depart",
    "incident.task_en_route.v1": "arrive",
    "incident.task_on_scene.v1": "finish_task",
}
"""What a team does next when it learns that its last step was taken: receipt, 签收, 出警, 到场, finished."""
_IDS = uuid.UUID("2b1d7c44-3a58-5a1e-9b52-6f6b8a0f8f11")


class LiveTeam:
    """A team's client. team: full id. uri: with the team's own account."""

    def __init__(self, team: str, uri: str, books: Books, refused: Callable[[str], None]) -> None:
        self._team, self._books, self._refused = team, books, refused
        self._account = unquote(urlsplit(uri).username or "")
        self.reader = QueueReader(uri, [f"team.{team}"], self._on_event, f"demo {team}")

    def _on_event(self, _queue: str, event: Event, channel: Any) -> None:
        if event.type == "incident.command_refused.v1":
            self._refused(f"{self._team}: {event.data['command']} {event.data['reason']}")
            return
        self._books.delivered(self._team, event)
        step = ANSWERS.get(event.type)
        if step is not None:
            self._publish(channel, command(step, self._team, event))

    def _publish(self, channel: Any, order: Event) -> None:
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE, delivery_mode=2, message_id=order.id, user_id=self._account,
            headers=order.headers(),
        )  # fmt: skip
        channel.basic_publish(COMMANDS, routing_key(order), order.to_json(), properties)


def command(step: str, team: str, event: Event) -> Event:
    """Return a team's command about the task of `event`: for the same event, the same command to the last byte."""
    task = event.data["task_id"]
    id = str(uuid.uuid5(_IDS, f"{task}/{step}"))
    data = {"command_id": id, "incident_id": event.data["incident_id"], "task_id": task, "device_time": event.time}
    return Event(
        id=id, type=f"incident.{step}.v1", source=f"/teams/{team}", subject=event.data["incident_id"],
        time=event.time, region=team[:6], data=data, correlationid=event.correlationid, causationid=event.id,
    )  # fmt: skip
