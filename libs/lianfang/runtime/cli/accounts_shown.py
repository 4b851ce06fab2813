"""How accounts are shown: credentials once, backlog with its alarm, what revoking did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from lianfang.messaging.accounts import Account, Credentials, QueueStatus, Revoked
from lianfang.runtime.cli.output import emit, say, table


def show_credentials(credentials: Credentials, json_: bool) -> None:
    """Print what the account's holder is given."""
    if json_:
        emit(asdict(credentials))
        return
    say(credentials.message)
    say(f"account   {credentials.account}")
    if credentials.password:
        say(f"password  {credentials.password}")
    say(f"uri       {credentials.uri}")
    if credentials.queue:
        say(f"queue     {credentials.queue}")


def show_revoked(revoked: Revoked, json_: bool) -> None:
    """Print what revoking did."""
    if json_:
        emit(asdict(revoked))
        return
    removed = f"; queue {revoked.queue} removed" if revoked.queue_removed else ""
    say(f"{revoked.account} revoked; {revoked.connections_closed} connections closed{removed}")


def show_status(title: str, accounts: Iterable[Account], status: Iterable[QueueStatus]) -> None:
    """Print the accounts, and of those with a queue the backlog."""
    by_queue = {each.queue: each for each in status}
    names = {each.queue: each.account for each in accounts}
    rows = []
    for queue in sorted({*by_queue, *names}):
        found = by_queue.get(queue)
        if found is None:
            rows.append((names[queue], queue, "queue is missing: add it again", "", "", ""))
            continue
        backlog = f"{found.messages} ({found.filled:.0%})"
        rows.append(
            (names.get(queue, "no account"), queue, backlog, str(found.consumers),
             _lost(found), "ALARM" if found.alarm else "")
        )  # fmt: skip
    table(title, ("account", "queue", "backlog", "consumers", "dropped", ""), rows)


def _lost(status: QueueStatus) -> str:
    if status.overflow is None:
        return ""
    return f"{status.overflow.dropped}, replay since {status.overflow.oldest_event}"
