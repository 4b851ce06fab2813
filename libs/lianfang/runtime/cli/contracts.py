"""`lianfang contracts`: generate or check the contracts' files (developers)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianfang.contracts.__main__ import run
from lianfang.contracts.catalogue import catalogue


def contracts(
    check: Annotated[bool, typer.Option(help="Change nothing; fail on drift or a breaking change.")] = False,
    allow_breaking: Annotated[bool, typer.Option(help="Overwrite contracts that nobody consumes yet.")] = False,
    root: Annotated[Path, typer.Option(file_okay=False, exists=True, help="The project's root.")] = Path(),
) -> None:
    """Write contracts/ and docs/events.md from the schemas, refusing what breaks a consumer."""
    raise typer.Exit(run(catalogue(), root, check=check, allow_breaking=allow_breaking))
