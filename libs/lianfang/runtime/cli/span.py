"""From when on: a time that is typed, or the one at which a backup was begun."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lianfang.runtime.backup import manifest
from lianfang.runtime.cli.since import moment
from lianfang.runtime.operating.failure import BadInput

Since = Annotated[str, typer.Option(help="From when on: RFC 3339, or 6h, 7d.")]
Backup = Annotated[Path | None, typer.Option(help="Since this backup was begun: its folder.")]


def start_of(since: str, backup: Path | None) -> datetime:
    """Return the moment, aware UTC. Raises BadInput unless exactly one of the two is given."""
    if backup is not None and not since:
        return manifest.read(backup).since
    if since and backup is None:
        return moment(since)
    raise BadInput("give one of --since (a time, or 6h) and --backup (a backup's folder)")
