"""`lianfang republish --since T`: refill a broker that was rebuilt from nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from lianfang.messaging.published import PUBLISHED
from lianfang.messaging.published import republish as send_again
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.persistence.uri import open_store
from lianfang.runtime.cli.output import Json, emit, say
from lianfang.runtime.cli.since import moment
from lianfang.runtime.operating.target import Target


def republish(
    since: Annotated[str, typer.Option(help="Published since: RFC 3339, or 6h, 7d.")],
    service: Annotated[list[str] | None, typer.Option(help="Of these services only.")] = None,
    json_: Json = False,
) -> None:
    """Send once more, under their ids, all events published since a time; consumers drop repeats."""
    target, start = Target.find(), moment(since)
    publisher = ConfirmedPublisher(target.bus_uri, timeout_s=30, name="lianfang-republish")
    publisher.start()
    sent = {}
    try:
        for name in service or target.services:
            store = open_store(target.store_uri(name))
            try:
                store.declare(PUBLISHED)
                sent[name] = send_again(store, publisher, start)
            finally:
                store.close()
    finally:
        publisher.stop()
    if json_:
        emit(sent)
        return
    for name, count in sent.items():
        say(f"{name}: {count} events sent once more")
