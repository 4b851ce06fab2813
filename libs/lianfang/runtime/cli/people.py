"""`lianfang people import`: officers, auxiliaries and volunteers of a county from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lianfang.runtime.cli.output import Json, emit, err, say, table
from lianfang.runtime.operating.failure import FAILED
from lianfang.runtime.operating.people import import_people
from lianfang.runtime.operating.target import Target

app = typer.Typer(help="People: officers, auxiliaries and volunteers.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `import` a command of its own."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV in UTF-8 or GBK, see docs/patrol.md for its columns.")],
    county: Annotated[str, typer.Option(help="The county's six digits.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and report; change nothing.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Take nothing when a row is bad.")] = False,
    json_: Json = False,
) -> None:
    """Put people in; rows that can't be are shown by line and column. The same file again changes nothing."""
    report = _sent(file, county, dry_run, whole)
    if json_:
        emit(report)
    else:
        _show(report)
    if report["bad"] or report["state"] == "refused":
        raise typer.Exit(FAILED)


def _sent(file: Path, county: str, dry_run: bool, whole: bool) -> dict[str, Any]:
    console = err()
    columns = (TextColumn("{task.fields[rows]} rows"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with bar:
        task = bar.add_task("import", total=None, rows=0)

        def told(report: dict[str, Any]) -> None:
            bar.update(task, total=report["size"], completed=report["read"], rows=report["rows"])

        return import_people(Target.find(), file, county, told, dry_run=dry_run, whole=whole)


def _show(report: dict[str, Any]) -> None:
    if report["errors"]:
        rows = [(each["line"], each["column"], each["message"], each["remedy"]) for each in report["errors"]]
        table("What can't be taken", ("line", "column", "what is wrong", "remedy"), rows)
        if report["bad"] > len(report["errors"]):
            say(f"… and more: {report['bad']} rows in all")
    if report["ignored"]:
        say(f"columns not known, and left out: {', '.join(str(each) for each in report['ignored'])}")
    counts = ", ".join(f"{report[name]} {name}" for name in ("new", "changed", "unchanged", "bad"))
    nothing = {"refused": "; nobody was put in"}.get(report["state"], "; nothing was changed" * report["dry_run"])
    say(f"{report['county']}: {report['rows']} rows: {counts}{nothing}")
