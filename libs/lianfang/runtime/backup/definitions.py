"""The broker's definitions: accounts, permissions, queues, bindings, policies. Messages are not among them."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from lianfang.messaging.management import Management
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target

_PATIENCE_S = 600.0
"""A county's queues are hundreds, and declaring a quorum queue takes tens of milliseconds."""


def exported(target: Target) -> dict[str, Any]:
    """Return all definitions of the broker. Raises ManagementError, Failure."""
    with closing(_management(target)) as management:
        found: dict[str, Any] = management.get("definitions")
    return found


def imported(target: Target, definitions: dict[str, Any]) -> list[str]:
    """Put definitions onto the broker, and return the accounts that it had already. Safe to do again.

    Accounts that are there keep the passwords they have: a new broker's administrator would be locked out by the
    old one's, and so would services whose passwords have been changed. The cluster's own name and id stay, too.
    Raises ManagementError, Failure.
    """
    with closing(_management(target)) as management:
        there = {user["name"] for user in management.get("users")}
        users = [user for user in definitions.get("users", []) if user["name"] not in there]
        kept = {name: value for name, value in definitions.items() if name != "global_parameters"}
        management.post("definitions", body={**kept, "users": users})
    return sorted(there & {user["name"] for user in definitions.get("users", [])})


def read(path: Path) -> dict[str, Any]:
    """Return the definitions in a file. Raises BadInput when it holds none."""
    try:
        found = json.loads(path.read_text("utf-8"))
        if not {"users", "queues", "permissions"} <= set(found):
            raise ValueError("no users, queues or permissions")
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(f"{path} holds no definitions of a broker: {error}") from None
    return dict(found)


def _management(target: Target) -> Management:
    return Management(target.management_uri, target.vhost, timeout_s=_PATIENCE_S)
