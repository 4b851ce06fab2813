"""Refused commands that belong to no incident of the team's: unknown tasks, and other teams'."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending, collection
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from services.incident.app.incidents import SOURCE, event
from services.incident.domain.facts import Fact

NAME = "refusals"
_IDS = uuid.UUID("f1f0a2de-5f3d-5b7a-8f0c-7f6c1f5f7a41")


def collections() -> tuple[Collection, ...]:
    """Declare where refusals lie."""
    return collection(NAME), archive(NAME)


class Refusals:
    """Keeps each refusal, and publishes it, in one write of its own."""

    def __init__(self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]) -> None:
        self._all: Aggregates[dict[str, Any]] = Aggregates(
            store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=lambda it: it, decode=lambda it: it
        )

    def refuse(self, command: Command, fact: Fact) -> None:
        """Answer a command with its refusal, once. Raises ReusedId for another body under the same id."""
        kept = {"team": command.actor, "reason": fact.data["reason"], "command": fact.data["command"]}
        self._all.execute(
            str(uuid.uuid5(_IDS, command.id)), command, lambda _: Change(kept, [event(fact)], result=kept["reason"])
        )
