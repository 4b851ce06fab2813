"""`lianfang republish --since T`: refill a broker that was rebuilt from nothing, or logs that lost something."""

from __future__ import annotations

from typing import Annotated

import typer

from lianfang.runtime.cli.output import Json, emit, say
from lianfang.runtime.cli.since import moment
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.sending_again import send_again, send_lacking


def republish(
    since: Annotated[str, typer.Option(help="Published since: RFC 3339, or 6h, 7d.")],
    service: Annotated[list[str] | None, typer.Option(help="Of these services only.")] = None,
    lacking: Annotated[bool, typer.Option("--lacking", help="Only what no event log holds.")] = False,
    json_: Json = False,
) -> None:
    """Send once more, under their ids, all events published since a time; consumers drop repeats."""
    target = Target.find()
    send = send_lacking if lacking else send_again
    sent = send(target, moment(since), service or list(target.services))
    if json_:
        emit(sent)
        return
    for name, count in sent.items():
        say(f"{name}: {count} events sent once more")
