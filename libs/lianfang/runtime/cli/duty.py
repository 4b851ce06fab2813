"""`lianfang duty load`: rules, market days, posts and people of a county's patrols."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianfang.runtime.cli.output import Json, emit, err
from lianfang.runtime.operating.duty import load_duty
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="Duty: posts (岗位), market days (逢墟日) and people of a county.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `load` a command of its own."""


@app.command("load")
def load(
    county: Annotated[str, typer.Argument(help="The county's six digits.")],
    folder: Annotated[
        Path, typer.Argument(help="With policy.yaml, calendar.yaml, posts.yaml, people.csv, or some of them.")
    ],
    json_: Json = False,
) -> None:
    """Put what the folder has, each file whole; the same again changes nothing."""
    taken = load_duty(Target.find(), folder, county, lambda text: err().print(text, markup=False))
    if json_:
        emit(taken)
