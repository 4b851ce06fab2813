"""Who may say what: the account that the broker has checked, for a routing key alone proves nothing.

On the exchanges of events only services may publish, each its own; but a ``CC`` header gets round that check. So an
account that is told must be a trusted one, wherever the message comes from. Where none is told, only the exchange
of events will do: what returns from a retry, or comes as a command, needs its account.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from lianfang.messaging.outcomes import Permanent
from lianfang.messaging.routing import EVENTS, RESTRICTED


class Sent(Protocol):
    """A delivery: over which exchange, and by which account."""

    @property
    def exchange(self) -> str:
        """Where it was published."""

    @property
    def user_id(self) -> str:
        """Who published it, empty when that was not told."""


def require_sender(delivery: Sent, accounts: Collection[str], may_say: str) -> None:
    """Raise Permanent unless one of these accounts, or nobody told on an exchange of events, sent it.

    may_say: what others may not say, for the message of the parked one.
    """
    if delivery.user_id in accounts or (not delivery.user_id and delivery.exchange in (EVENTS, RESTRICTED)):
        return
    raise Permanent(f"account {delivery.user_id!r} may not say {may_say}")
