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


def in_words(error: BaseException | None) -> str:
    """Return its kind and what it says, as text that a header can carry.

    What a handler raises may be anything: one whose text can't be had, or has half characters (a file's name, say),
    is retried and parked like the others.
    """
    try:
        text = str(error)
    except Exception as unreadable:
        text = f"what it says can't be told ({type(unreadable).__name__})"
    return f"{type(error).__name__}: {text}".encode("utf-8", "backslashreplace").decode()
