"""Commands of the service itself, for the steps of what spans several documents."""

from __future__ import annotations

import uuid

from lianfang.persistence.aggregate import Command
from lianfang.persistence.due import TIMER

_STEPS = uuid.UUID("0c1b7c1e-5d1f-5c0e-9b57-0a3e5d7f2c61")


def step(name: str, *, actor: str = TIMER, causation: str = "") -> Command:
    """Return the command of a step; the same name is the same step, so that doing it twice has one effect."""
    return Command(str(uuid.uuid5(_STEPS, name)), actor=actor, causation=causation)
