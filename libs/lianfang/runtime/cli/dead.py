"""`lianfang dead list|show|replay|drop`: messages that a service gave up on."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lianfang.messaging.dead import DeadFilter, DeadLetter, drop_dead, list_dead, replay_dead, show_dead
from lianfang.messaging.dialling import dial
from lianfang.messaging.management import Management
from lianfang.runtime.cli.output import Json, emit, err, say, table
from lianfang.runtime.cli.since import moment
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="Dead letters: what a service gave up on, and sending it back.", no_args_is_help=True)
Queue = Annotated[str, typer.Argument(help="The queue where it failed, e.g. incident.commands.")]
Type = Annotated[str, typer.Option("--type", help="Only this event type, or its beginning, e.g. grid.")]
Region = Annotated[str, typer.Option(help="Only this region's and below it.")]
Reason = Annotated[str, typer.Option(help="Only those whose reason holds this text.")]
Since = Annotated[str, typer.Option(help="Failed since: RFC 3339, or 6h, 7d.")]


@app.command("list")
def list_(
    queue: Annotated[str, typer.Argument(help="A queue; without one, how many each has.")] = "",
    type_: Type = "",
    region: Region = "",
    reason: Reason = "",
    since: Since = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    json_: Json = False,
) -> None:
    """List dead letters of a queue, oldest first; without a queue, count them."""
    target = Target.find()
    if not queue:
        _counts(target, json_)
        return
    found = list_dead(target.bus_uri, queue, _filter("", type_, region, reason, since), limit)
    _show_all(f"Dead letters of {queue}", found, json_)


@app.command()
def show(
    queue: Queue, id_: Annotated[str, typer.Argument(metavar="ID", help="The event's id.")], json_: Json = False
) -> None:
    """Show one dead letter whole."""
    letter = show_dead(Target.find().bus_uri, queue, id_)
    if json_:
        emit(_plain(letter) | {"body": letter.body.decode("utf-8", "replace")})
        return
    for name, value in _plain(letter).items():
        say(f"{name:12} {value}")
    body = letter.event.to_dict() if letter.event else letter.body.decode("utf-8", "replace")
    say(json.dumps(body, ensure_ascii=False, indent=2))


@app.command()
def replay(
    queue: Queue,
    id_: Annotated[str, typer.Option("--id", help="Only this event.")] = "",
    type_: Type = "",
    region: Region = "",
    reason: Reason = "",
    since: Since = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell which.")] = False,
    rate: Annotated[float, typer.Option(min=0, help="At most so many a second; 0 is unlimited.")] = 0.0,
    json_: Json = False,
) -> None:
    """Send dead letters back to the queue where they failed, and only there, under their ids."""
    where = _filter(id_, type_, region, reason, since)
    moved = replay_dead(Target.find().bus_uri, queue, where, dry_run=dry_run, per_second=rate)
    said = "would be replayed" if dry_run else "replayed"
    if json_:
        emit({"replayed": 0 if dry_run else len(moved), "found": len(moved), "ids": [each.id for each in moved]})
        return
    for letter in moved:
        say(f"{letter.id} {letter.type}")
    err().print(f"{len(moved)} {said} to {queue}")


@app.command()
def drop(
    queue: Queue,
    id_: Annotated[str, typer.Option("--id", help="The event's id.")],
    because: Annotated[str, typer.Option(help="Why it will never be handled, for those who ask later.")],
    keep: Annotated[Path, typer.Option(dir_okay=False, help="File that it is written to, whole, before it goes.")],
    json_: Json = False,
) -> None:
    """Take one dead letter away that can never be handled; it is kept in a file with who dropped it and why."""
    if not because.strip():
        raise BadInput("--because is empty: say why, for those who ask later")

    def kept(letter: DeadLetter) -> None:
        _append(keep, _plain(letter) | {
            "body": letter.body.decode("utf-8", "replace"), "dropped_because": because.strip(),
            "dropped_by": _who(), "dropped_at": datetime.now(UTC).isoformat(),
        })  # fmt: skip

    letter = drop_dead(Target.find().bus_uri, queue, id_, kept)
    if json_:
        emit({"dropped": letter.id, "kept_in": str(keep)})
    else:
        say(f"{letter.id} {letter.type} is no longer in {queue}.dead; it is kept in {keep}")


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user that has no name
        return f"user {os.getuid()}"


def _append(file: Path, record: dict[str, Any]) -> None:
    """Add a line that only the owner reads, and have it on the disk before returning."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as lines:
        lines.write(json.dumps(record, ensure_ascii=False) + "\n")
        lines.flush()
        os.fsync(lines.fileno())


def _counts(target: Target, json_: bool) -> None:
    queues = [q["name"] for q in Management(target.management_uri, target.vhost).queues()]
    with dial(target.bus_uri) as connection:  # the management API's numbers are some seconds old
        channel = connection.default_channel
        counts = {
            name.removesuffix(".dead"): channel.queue_declare(name, passive=True).message_count
            for name in sorted(queues)
            if name.endswith(".dead")
        }
    if json_:
        emit(counts)
    else:
        table("Dead letters", ("queue", "parked"), counts.items())


def _filter(id_: str, type_: str, region: str, reason: str, since: str) -> DeadFilter:
    return DeadFilter(id_, type_, region, reason, moment(since).isoformat() if since else "")


def _show_all(title: str, letters: Iterable[DeadLetter], json_: bool) -> None:
    if json_:
        emit([_plain(letter) for letter in letters])
        return
    rows = ((each.id, each.type, each.failed_at, each.attempts, each.reason) for each in letters)
    table(title, ("id", "type", "failed at", "attempts", "reason"), rows)


def _plain(letter: DeadLetter) -> dict[str, Any]:
    names = ("queue", "id", "type", "region", "reason", "attempts", "failed_at", "routing_key", "user_id")
    return {name: getattr(letter, name) for name in names}
