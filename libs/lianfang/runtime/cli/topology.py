"""`lianfang topology show|apply|check`: exchanges, queues, bindings and policies of the broker."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lianfang.messaging import topology as broker
from lianfang.runtime.cli.output import Json, emit, say, table
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="The broker's exchanges, queues, bindings and policies.", no_args_is_help=True)
Extra = Annotated[list[Path] | None, typer.Option(exists=True, help="A further topology file (own services).")]
Teams = Annotated[list[str] | None, typer.Option("--team", help="Full id of a team whose queue is expected.")]


@app.command()
def show(extra: Extra = None, team: Teams = None, json_: Json = False) -> None:
    """Show what is declared, without asking the broker."""
    declared = broker.load(*(extra or []), teams=team or [])
    if json_:
        emit(asdict(declared))
        return
    table("Exchanges", ("name", "type"), ((each.name, each.type) for each in declared.exchanges))
    bindings = {queue.name: [b for b in declared.bindings if b.queue == queue.name] for queue in declared.queues}
    rows = (
        (queue.name, queue.kind, "\n".join(f"{each.exchange} {each.key}" for each in bindings[queue.name]))
        for queue in declared.queues
    )
    table("Queues", ("name", "kind", "bound to"), rows)


@app.command()
def apply(extra: Extra = None, team: Teams = None, json_: Json = False) -> None:
    """Make the broker what is declared; never deletes a queue."""
    target = Target.find()
    changes = broker.apply(broker.load(*(extra or []), teams=team or []), target.management_uri, target.vhost)
    if json_:
        emit([asdict(change) for change in changes])
        return
    for change in changes:
        say(str(change))
    say(f"{len(changes)} changes" if changes else "the broker was as declared already")


@app.command()
def check(extra: Extra = None, team: Teams = None, json_: Json = False) -> None:
    """Compare the broker with what is declared; exit code 1 when something differs."""
    target = Target.find()
    found = broker.check(broker.load(*(extra or []), teams=team or []), target.management_uri, target.vhost)
    if json_:
        emit([asdict(difference) for difference in found])
    for difference in () if json_ else found:
        say(str(difference))
    if found:
        raise typer.Exit(1)
    if not json_:
        say("the broker is as declared")
