"""`lianfang books`: do the event logs and the stores tell the same? What is lacking, by id."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianfang.runtime.cli.output import Json, emit, err, say
from lianfang.runtime.cli.span import Backup, Since, start_of
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.accepted import unknown
from lianfang.runtime.recovery.books import Books, books_of, logged


def books(
    since: Since = "",
    backup: Backup = None,
    service: Annotated[list[str] | None, typer.Option(help="Of these services only.")] = None,
    accepted: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Ids of incidents, one a line: say which are not there."),
    ] = None,
    json_: Json = False,
) -> None:
    """Compare logs and stores since a time; exit code 1 when a store or a log lacks something.

    What is under way at the moment shows as lacking: look again a few seconds later. With --accepted: ask the
    incident service for those incidents instead.
    """
    if accepted is not None:
        _ask_for(accepted, json_)
        return
    start, target = start_of(since, backup), Target.find()
    told = logged(target, start)
    found = [books_of(target, name, told.get(name, []), start) for name in service or target.services]
    if json_:
        emit([each.to_dict() for each in found])
    else:
        for each in found:
            _tell(each, start.isoformat())
    if not all(each.balanced for each in found):
        raise typer.Exit(1)


def _ask_for(file: Path, json_: bool) -> None:
    ids = list(dict.fromkeys(file.read_text("utf-8").split()))
    lost = unknown(Target.find(), ids)
    if json_:
        emit({"accepted": len(ids), "lost": lost})
    else:
        for id in lost:
            say(id)
        err().print(f"{len(ids)} accepted, {len(lost)} of them lost", markup=False)
    if lost:
        raise typer.Exit(1)


def _tell(found: Books, since: str) -> None:
    behind = len(found.gone) - len(found.lost)
    verdict = "balanced" if found.balanced else f"{len(found.lost)} lost, {behind} behind"
    say(f"{found.service}: {found.told} events told, {verdict}")
    for each in found.gone:
        kind = "lost" if each.lost else "behind"
        say(f"  {kind:6} {each.subject}  {each.time}  {each.region}  {' '.join(each.types)}")
    if found.untold:
        say(f"  {len(found.untold)} events are in no log: lianfang republish --lacking --since {since}")
