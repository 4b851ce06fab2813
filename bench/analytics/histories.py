"""Histories of events made of the contracts' own examples: every type, many aggregates, numbered as services do."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lianfang.contracts.catalogue import catalogue
from lianfang.messaging.envelope import Event

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Message:
    """A message of a log."""

    offset: int
    body: bytes


def history(events: int, seed: int = 1) -> Iterator[Event]:
    """Events of all types that are no commands, each aggregate's numbered from 1."""
    chance = random.Random(seed)
    contracts = [one for one in catalogue() if one.kind == "event" and one.context != "analytics"]
    regions = [f"3509241{zone:02d}{village:03d}" for zone in range(5) for village in range(4)]
    counts: dict[tuple[str, str], int] = {}
    for number in range(events):
        contract = chance.choice(contracts)
        source, subject = f"/services/{contract.context}", f"{contract.name}-{chance.randrange(events // 5 + 1)}"
        sequence = counts[source, subject] = counts.get((source, subject), 0) + 1
        yield Event(
            id=str(uuid.UUID(int=chance.getrandbits(128))), type=contract.type, source=source, subject=subject,
            time=(BEGIN + timedelta(seconds=30 * number)).isoformat(), region=chance.choice(regions),
            data=contract.example, sequence=sequence,
            restricted=contract.restricted(contract.example),
        )  # fmt: skip


def messages(events: Iterable[Event]) -> list[Message]:
    """These events as a log holds them."""
    return [Message(offset, event.to_json()) for offset, event in enumerate(events)]
