"""The `lianfang` command: one file per command or group of commands, joined here."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import Exit

from lianfang.runtime.cli import (
    audit,
    backup,
    books,
    call,
    catch_up,
    contracts,
    dead,
    demo,
    district,
    doctor,
    duty,
    facts,
    figure,
    history,
    keys,
    pack,
    people,
    replay,
    republish,
    restore,
    roster,
    tail,
    team,
    token,
    topology,
    trace,
    up,
)
from lianfang.runtime.cli.failures import report

app = typer.Typer(
    name="lianfang", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Lianfang (联防): run it, report to it, watch it, repair it.",
)  # fmt: skip
for command in (
    up.up, demo.demo, call.call, tail.tail, replay.replay, doctor.doctor, token.token, republish.republish,
    contracts.contracts, figure.figure, backup.backup, restore.restore, books.books, catch_up.catch_up,
    trace.trace,
):  # fmt: skip
    app.command()(command)
for group, name in (
    (district.app, "district"), (team.app, "team"), (dead.app, "dead"), (topology.app, "topology"),
    (pack.app, "pack"), (audit.app, "audit"), (roster.app, "roster"),
    (people.app, "people"), (history.app, "history"), (duty.app, "duty"), (facts.app, "facts"), (keys.app, "keys"),
):  # fmt: skip
    app.add_typer(group, name=name)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and end the process: 0 done, 1 failed, 2 bad input; one line on stderr says why."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    try:
        code = app(arguments, standalone_mode=False)
    except Exit as ended:
        return ended.exit_code
    except (Exception, KeyboardInterrupt) as error:
        return report(error)
    return code if isinstance(code, int) else 0
