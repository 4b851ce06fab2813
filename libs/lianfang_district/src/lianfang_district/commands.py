"""A team's command as a CloudEvent in an AMQP message."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pika

COMMANDS = "lianfang.commands"
CONTENT_TYPE = "application/cloudevents+json"


def command(
    name: str, team: str, account: str, data: Mapping[str, str], correlation: str = "",
    traceparent: str = "",
) -> tuple[str, bytes, Any]:  # fmt: skip
    """Return routing key, body and properties of ``incident.<name>.v1``.

    team: the full id. account: set as `user_id`, which the broker compares with the login; the service trusts
    nothing else.
    data: as the contract of the command says, with `command_id` and `device_time`.
    traceparent: the trace that it belongs to; this SDK makes no spans, so it is passed on as it came.
    """
    county = team.partition(".")[0]
    type = f"incident.{name}.v1"
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": data["command_id"],
        "source": f"/teams/{team}",
        "type": type,
        "subject": data["task_id"],
        "time": data["device_time"],
        "datacontenttype": "application/json",
        "region": county,
    }
    if correlation:
        event["correlationid"] = correlation
    if traceparent:
        event["traceparent"] = traceparent
    headers = {f"cloudEvents_{attribute}": value for attribute, value in event.items()}
    properties = pika.BasicProperties(
        content_type=CONTENT_TYPE, delivery_mode=2, message_id=event["id"], user_id=account, headers=headers
    )
    body = json.dumps({**event, "data": dict(data)}, ensure_ascii=False).encode()
    return f"{type}.{county[:2]}.{county[2:4]}.{county[4:6]}", body, properties
