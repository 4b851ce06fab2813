"""`lianfang pack validate|import`: region packs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lianfang.regions.pack.load import load
from lianfang.regions.pack.problems import PackError, Problem, Report
from lianfang.regions.pack.validate import validate as judge
from lianfang.runtime.cli.output import Json, emit, err, say
from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target

app = typer.Typer(
    help="Region packs: a county's regions, grids, zones, teams, shops and rules.", no_args_is_help=True
)
Folder = Annotated[Path, typer.Argument(help="The pack's folder, which holds pack.yaml.")]


@app.command()
def validate(folder: Folder, json_: Json = False) -> None:
    """Judge a pack whole: every error and warning, with file, line and remedy; exit code 1 with errors."""
    report = _judged(folder)
    if json_:
        emit({"ok": report.ok, "errors": _plain(report.errors), "warnings": _plain(report.warnings)})
    else:
        for kind, problems in (("error", report.errors), ("warning", report.warnings)):
            for problem in problems:
                say(f"{kind}: {problem}")
        say(f"{len(report.errors)} errors, {len(report.warnings)} warnings")
    if not report.ok:
        raise typer.Exit(1)


@app.command("import")
def import_(folder: Folder, json_: Json = False) -> None:
    """Import a pack into the running grid service and make the queues of its teams and shops."""
    pack = load_county(Target.find(), folder, lambda text: err().print(text, markup=False))
    if json_:
        emit({"county": pack.county.code, "teams": len(pack.teams), "shops": len(pack.shops)})


def _judged(folder: Path) -> Report:
    try:
        return judge(load(folder))
    except PackError as error:
        return Report(errors=list(error.problems))


def _plain(problems: list[Problem]) -> list[dict[str, object]]:
    return [asdict(problem) for problem in problems]
