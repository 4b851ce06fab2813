"""`lianfang catch-up SERVICE`: after its store was put back, take once more from the logs what came since."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from lianfang.runtime.cli.output import Json, emit, say
from lianfang.runtime.cli.span import Backup, Since, start_of
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.catching_up import catch_up as send_again


def catch_up(
    service: Annotated[str, typer.Argument(help="Whose store was put back, e.g. mediation.")],
    since: Since = "",
    backup: Backup = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    rate: Annotated[float, typer.Option(min=0, help="At most so many a second; 0 is unlimited.")] = 0.0,
    json_: Json = False,
) -> None:
    """Put into a service's own queues, from the logs, what it had taken since a time; it drops what it knows."""
    found = send_again(Target.find(), service, start_of(since, backup), dry_run=dry_run, per_second=rate)
    if json_:
        emit(asdict(found))
        return
    will = "would be sent" if dry_run else "sent"
    for queue, count in found.queues.items():
        say(f"{queue}: {count} {will} once more")
    if found.steps or found.unknown:
        say(f"steps of teams that the store lacks: {found.steps} {will}")
    if found.unknown:
        say(f"{found.unknown} more belong to what the store does not know at all: see `lianfang books`")
    if not found.queues:
        say(f"{service}: the logs hold nothing for it since then")
