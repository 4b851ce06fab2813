"""The accounts of the broker that the command talks to; the stack provisions its own: runtime/provision.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lianfang.messaging.accounts import Accounts
from lianfang.messaging.management import Management
from lianfang.messaging.topology import load
from lianfang.runtime.operating.target import Target


@contextmanager
def accounts_of(target: Target) -> Iterator[Accounts]:
    """Give the accounts of the target's broker."""
    management = Management(target.management_uri, target.vhost)
    try:
        yield Accounts(management, load(), target.bus_uri)
    finally:
        management.close()
