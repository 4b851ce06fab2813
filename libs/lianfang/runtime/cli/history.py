"""`lianfang history`: two years of a county, made of a plan, to look at or to put into a stack's event log."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lianfang.datafile import NotValid
from lianfang.messaging.envelope import Event
from lianfang.runtime.cli.output import Json, emit, say, table
from lianfang.runtime.history.make import find_plan, history
from lianfang.runtime.history.plan import read_plan
from lianfang.runtime.history.play import others
from lianfang.runtime.history.play import play as put_into_log
from lianfang.runtime.history.stage import Teller
from lianfang.runtime.operating.failure import BadInput, Failure
from lianfang.runtime.operating.target import Target

SCENARIOS = Path(__file__).parents[4] / "scenarios"
app = typer.Typer(no_args_is_help=True, help="Two years of a county's events, made of a plan.")
County = Annotated[str, typer.Argument(help="County code, such as 350924.")]
Seed = Annotated[int, typer.Option(min=0, help="Same seed, same events.")]


@app.command()
def play(
    county: County,
    seed: Seed = 1,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Though the log has other events of the county.")
    ] = False,
    json_: Json = False,
) -> None:
    """Put a history into the running stack's event log. Again: nothing is counted twice."""
    events = made(county, seed)
    uri = Target.find().bus_uri
    if not anyway and (found := others(uri, county, Teller(county, seed).name)):
        raise Failure(
            f"the log has other events of {county} ({found.example} of {found.at}); figures would be of both:"
            " take a stack that was started with `lianfang up --empty`, or say --anyway"
        )
    with _progress() as progress:
        task = progress.add_task("events", total=len(events))
        put_into_log(uri, events, lambda more: progress.advance(task, more))
    if json_:
        emit({"county": county, "seed": seed, "events": len(events)})
    else:
        say(f"{len(events)} events of {county} are in the log; analytics reads them now (`lianfang figure`)")


@app.command()
def show(county: County, seed: Seed = 1, json_: Json = False) -> None:
    """Say what a history holds: how many events of each type, by year of their time in UTC."""
    counts = Counter((event.type, event.time[:4]) for event in made(county, seed))
    if json_:
        emit([{"type": type, "year": year, "events": number} for (type, year), number in sorted(counts.items())])
    else:
        table(f"history of {county}", ("type", "year (UTC)", "events"),
              [(type, year, number) for (type, year), number in sorted(counts.items())])  # fmt: skip


def made(county: str, seed: int) -> list[Event]:
    """Return a county's history. Raises BadInput for a plan with faults, LookupError without a plan."""
    try:
        return history(read_plan(find_plan(SCENARIOS, county)), seed)
    except NotValid as error:
        more = f"; and {len(error.wrongs) - 1} more" if len(error.wrongs) > 1 else ""
        raise BadInput(f"{error.wrongs[0]}{more}") from None


def _progress() -> Progress:
    console = Console(file=sys.stderr)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.speed:.0f}/s"),
        TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
