"""What becomes of a message, by what its handler raised."""

from __future__ import annotations

from enum import Enum

from lianfang.contracts.registry import ContractError
from lianfang.messaging.envelope import Undecodable
from lianfang.persistence.store import StoreUnavailable


class Permanent(Exception):
    """Raised by a handler: this message can never be handled, so park it now; the text says why."""


class Outcome(Enum):
    """HANDLED: acknowledge. RETRY: once more later. PARK: to the dead letters. PAUSE: the store is away."""

    HANDLED = "handled"
    RETRY = "retry"
    PARK = "park"
    PAUSE = "pause"


def judge(error: BaseException | None) -> Outcome:
    """Return what to do after a handler returned (None) or raised `error`."""
    if error is None:
        return Outcome.HANDLED
    if isinstance(error, StoreUnavailable):
        return Outcome.PAUSE
    if isinstance(error, (Permanent, Undecodable, ContractError)):
        return Outcome.PARK
    return Outcome.RETRY
