"""`lianfang restore`: put a backup back, or only tell whether it is whole."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lianfang.runtime.backup import definitions, manifest
from lianfang.runtime.backup.manifest import BROKER, Manifest
from lianfang.runtime.backup.restoring import Restored
from lianfang.runtime.backup.restoring import check as check_whole
from lianfang.runtime.backup.restoring import restore as put_back
from lianfang.runtime.cli.backup import Part
from lianfang.runtime.cli.output import Json, emit, remark, say
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target


def restore(
    backup: Annotated[
        Path,
        typer.Argument(help="A backup's folder, as `backup` printed it; or a file of the broker's definitions."),
    ],
    part: Part = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell whether the backup is whole.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move aside what is in a store's place; nothing is deleted.")
    ] = False,
    json_: Json = False,
) -> None:
    """Put stores and broker definitions back, once all of the backup was found whole; no service may run."""
    if backup.is_file():
        _bare_definitions(backup, part, check, json_)
        return
    found = manifest.read(backup)
    check_whole(backup, found)
    if check:
        emit({"whole": True, **asdict(found)}) if json_ else _tell(found)
        return
    parts = list(dict.fromkeys(part or [each.part for each in found.files]))
    for each in parts:
        found.part(each)
    done = put_back(
        Target.find(), backup, found, parts, remark,
        replace=replace,
    )  # fmt: skip
    emit(asdict(done) | {"since": found.begun_at}) if json_ else _say(done, found)


def _bare_definitions(file: Path, part: list[str] | None, check: bool, json_: bool) -> None:
    """Put back what the broker's own export wrote, as the cluster's nightly job keeps it."""
    if part not in (None, [], [BROKER]):
        raise BadInput(f"--part: {file} is one file, so it can hold nothing but {BROKER}")
    wanted = definitions.read(file)
    kept = [] if check else definitions.imported(Target.find(), wanted)
    if json_:
        emit({"broker": not check, "accounts": len(wanted["users"]), "kept": kept})
    else:
        say(
            f"broker: {len(wanted['users'])} accounts, {len(wanted['queues'])} queues"
            + ("" if check else " are back")
        )


def _tell(found: Manifest) -> None:
    for each in found.files:
        say(f"{each.part:10} {each.taken_at}  {each.count:8}  {each.bytes / 1e6:.1f} MB")
    say("whole: every file is as it was written")


def _say(done: Restored, found: Manifest) -> None:
    for service in done.stores:
        before = f"; what was there is now {done.moved[service]}" if service in done.moved else ""
        say(f"{service}: its store is as of {found.part(service).taken_at}{before}")
    if done.broker:
        say(f"broker: definitions are back; passwords were kept of {', '.join(done.kept) or 'no account'}")
