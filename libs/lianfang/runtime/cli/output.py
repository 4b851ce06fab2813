"""What commands print: tables and text for people on a terminal, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a machine.")]


def out() -> Console:
    """Return the console of standard output (made afresh: tests and pipes replace the stream)."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=True)


def err() -> Console:
    """Return the console of standard error, for progress and remarks."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Print a line for people; square brackets are text."""
    out().print(text, markup=False)


def remark(text: str) -> None:
    """Say a step on standard error, so that standard output is for results."""
    err().print(text, style="dim", markup=False)


def emit(value: Any) -> None:
    """Print one JSON value on one line."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table; None shows as nothing."""
    grid = Table(title=title, title_justify="left", header_style="bold", show_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*("" if cell is None else str(cell) for cell in row))
    out().print(grid)
