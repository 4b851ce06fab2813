"""Commands of a service itself, for the steps of what spans several documents."""

from __future__ import annotations

import uuid

from lianfang.persistence.aggregate import Command
from lianfang.persistence.due import TIMER

_STEPS = uuid.UUID("a7b3c1de-41c5-5a80-93f7-7f3b0d0c6e55")


def step(name: str, *, actor: str = TIMER, causation: str = "") -> Command:
    """Return the command of a step; the same name is the same step, so that doing it twice has one effect.

    Handled commands are remembered by each document, so a name need be unique only among the steps of one.
    """
    return Command(str(uuid.uuid5(_STEPS, name)), actor=actor, causation=causation)
