"""What is sent in the measurements: the same body on both sides."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from lianfang.contracts import catalogue  # noqa: F401 - registers the contracts
from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event

BODY = json.dumps(contract_of("incident.reported.v1").example)


def now() -> datetime:
    return datetime.now(UTC)


def an_event(number: int) -> Event:
    return Event(
        f"{number:036d}", "incident.reported.v1", "/services/incident", f"i{number}", now().isoformat(), "350924",
        json.loads(BODY), 1,
    )  # fmt: skip


def a_dispute(number: int, region: str) -> Event:
    """A report of a quarrel between neighbours at a region, each an incident of its own."""
    said = {"incident_id": f"i{number}", "category": "200302", "region": region}
    event = an_event(number)
    return replace(event, region=region, data={**event.data, **said})
