"""`lianfang facts status|rebuild`: how far the facts of analytics are, and reading them anew from the log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import requests
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lianfang.runtime.cli.output import Json, emit, say, table
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.failure import FAILED, Failure
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="The facts (事实) that figures are counted from.", no_args_is_help=True)
PATH = "/v1/projection"
RUNNING = ("none", "reading", "comparing")
SWAPPED = "swapped"
_LOOK_EVERY_S, _PATIENCE_S = 0.3, 60.0


@app.command()
def status(json_: Json = False) -> None:
    """Tell how far the facts are; exit code 1 when a log is not followed."""
    found = _client().call("GET", PATH)
    emit(found) if json_ else show(found)
    if found["problem"]:
        raise typer.Exit(FAILED)


@app.command()
def rebuild(
    anyway: Annotated[bool, typer.Option("--anyway", help="Swap even if it differs (after a repair).")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Show how far it is, and stay until it ended.")] = False,
    json_: Json = False,
) -> None:
    """Read the event log anew beside the facts in use, compare, and swap; exit code 1 unless it was swapped."""
    client = _client()
    begun = client.call("POST", f"{PATH}/rebuild", {"anyway": anyway})
    if not wait:
        emit(begun) if json_ else say("the rebuild has begun; `lianfang facts status` tells how far it is")
        return
    ended = _watched(client, begun)
    emit(ended) if json_ else say(told(ended))
    for line in () if json_ else ended["differences"]:
        say(f"  {line}")
    if ended["state"] != SWAPPED:
        raise typer.Exit(FAILED)


def show(found: Mapping[str, Any]) -> None:
    """Print the state of the facts for people."""
    behind = "catching up with the logs" if found["catching_up"] else "as far as the logs are"
    say(f"generation {found['generation']}, {found['problem'] or behind}")
    table("Logs", ("log", "next offset"), found["places"].items())
    taken = found["taken"]
    say(f"since its start: {taken['events']} events, {taken['facts']} facts, {taken['repeated']} repeated")
    say(f"{found['gaps']} gaps marked, {found['aggregates_lacking_events']} aggregates lack events")
    if found["rebuild"]["state"] != "none":
        say(told(found["rebuild"]))


def told(rebuild: Mapping[str, Any]) -> str:
    """Return how a rebuild is, or how it ended, in a line."""
    reason = f": {rebuild['reason']}" if rebuild["reason"] else ""
    carried = f", {rebuild['carried']} facts carried over that the logs no longer hold" * bool(rebuild["carried"])
    counts = f"{rebuild['done']} of {rebuild['total']} messages in {rebuild['seconds']:.1f} s"
    return f"rebuild {rebuild['state']}{reason}: {counts}, {rebuild['per_second']} a second{carried}"


def _client() -> ServiceClient:
    return ServiceClient(Target.find(), "analytics", ("operator", "viewer"))


def _watched(client: ServiceClient, begun: Mapping[str, Any]) -> dict[str, Any]:
    """Return how it ended. Raises Failure when the service is away for long, or began anew meanwhile."""
    with _progress() as bar:
        task = bar.add_task("reading", total=None)
        while True:
            now = _looked(client)
            if now["started_at"] != begun["started_at"]:
                raise Failure("the rebuild is gone: the service began anew meanwhile; ask for it again")
            bar.update(task, description=now["state"], total=now["total"] or None, completed=now["done"])
            if now["state"] not in RUNNING:
                return now
            time.sleep(_LOOK_EVERY_S)


def _looked(
    client: ServiceClient, patience_s: float = _PATIENCE_S, sleep: Callable[[float], None] = time.sleep
) -> dict[str, Any]:  # fmt: skip
    """Return the rebuild's progress; for a minute the service may be away, or hold its facts for the swap."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            found: dict[str, Any] = client.call("GET", PATH)["rebuild"]
        except (Failure, requests.RequestException):
            if time.monotonic() > deadline:
                raise
            sleep(_LOOK_EVERY_S)
        else:
            return found


def _progress() -> Progress:
    console = Console(file=sys.stderr)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
