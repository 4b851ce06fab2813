"""The `lianfang` command: one file per command or group of commands, joined here."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import Exit

from lianfang.runtime.cli import contracts, pack, tail, token, topology
from lianfang.runtime.cli.failures import report

app = typer.Typer(
    name="lianfang", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Lianfang (联防): run it, report to it, watch it, repair it.",
)  # fmt: skip
app.command("tail")(tail.tail)
app.command("token")(token.token)
app.command("contracts")(contracts.contracts)
app.add_typer(topology.app, name="topology")
app.add_typer(pack.app, name="pack")


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
