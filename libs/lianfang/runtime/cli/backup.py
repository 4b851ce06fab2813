"""`lianfang backup`: a copy of stores and broker definitions, while everything runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lianfang.runtime.backup import manifest
from lianfang.runtime.backup.making import make
from lianfang.runtime.backup.manifest import BROKER
from lianfang.runtime.cli.output import Json, emit, err, remark, say
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target

PART = "A service, or broker; may be repeated. Default: all."
Part = Annotated[list[str] | None, typer.Option(help=PART)]


def backup(
    to: Annotated[Path, typer.Argument(file_okay=False, help="Folder of all backups; the new one is made in it.")],
    part: Part = None,
    json_: Json = False,
) -> None:
    """Copy the stores and the broker's definitions while all runs; print the backup's folder."""
    target = Target.find()
    known = [BROKER, *target.services]
    parts = list(dict.fromkeys(part or known))
    if unknown := [each for each in parts if each not in known]:
        raise BadInput(f"--part {unknown[0]!r} is none: parts are {', '.join(known)}")
    folder = make(target, to, parts, remark)
    if json_:
        emit({"folder": str(folder), **asdict(manifest.read(folder))})
        return
    for each in manifest.read(folder).files:
        unit = "accounts" if each.part == BROKER else "documents"
        err().print(f"{each.part:10} {each.bytes / 1e6:9.1f} MB {each.count:8} {unit}", markup=False)
    say(str(folder))
