"""`lianfang keys rotate|make`: the keys of personal fields."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from lianfang.persistence.cipher import generate_key
from lianfang.runtime.cli.output import say
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="Keys of personal fields: make one, write what is stored anew.", no_args_is_help=True)
KEEP_PEOPLE = ("incident", "mediation", "patrol")
"""The services that store personal fields, each with a program ``services.<name>.rekey``."""


@app.command()
def make() -> None:
    """Print a fresh key for LIANFANG_FIELD_KEYS."""
    say(generate_key())


@app.command()
def rotate(
    service: Annotated[list[str] | None, typer.Option(help="Of these services only.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only count what is under another key.")] = False,
) -> None:
    """Write what is stored anew under the first field key, beside the running services; safe to repeat.

    Exit code 0: an old key may go. On a cluster a service's keys are in its own pods only: see the runbook.
    """
    target = Target.find()
    if wrong := sorted(set(service or ()) - set(KEEP_PEOPLE)):
        raise BadInput(f"--service {wrong[0]!r} keeps no personal fields; those that do: {', '.join(KEEP_PEOPLE)}")
    codes = [_rekey(target, name, check) for name in service or KEEP_PEOPLE if service or name in target.services]
    raise typer.Exit(max(codes, default=0))


def _rekey(target: Target, service: str, check: bool) -> int:
    # As the service itself, in a process of its own: libraries know no service's documents.
    command = [sys.executable, "-m", f"services.{service}.rekey", *(["--check"] if check else [])]
    given = {"LIANFANG_STORE_URI": target.store_uri(service), "LIANFANG_FIELD_KEYS": target.field_keys}
    return subprocess.run(command, env=os.environ | given, check=False).returncode
