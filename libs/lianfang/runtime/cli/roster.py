"""`lianfang roster import`: studios and mediators of a county."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianfang.runtime.cli.output import Json, emit, err
from lianfang.runtime.operating.loading import load_roster
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="Rosters: a county's studios (调解室) and mediators.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `import` a command of its own."""


@app.command("import")
def import_(
    county: Annotated[str, typer.Argument(help="The county's six digits.")],
    file: Annotated[Path, typer.Argument(help="YAML or JSON with studios and mediators, see docs/mediation.md.")],
    json_: Json = False,
) -> None:
    """Take over a whole roster: whoever is missing becomes inactive; with a fault nothing is taken."""
    taken = load_roster(Target.find(), file, county, lambda text: err().print(text, markup=False))
    if json_:
        emit(taken)
