"""`lianfang replay FILE`: a call log as live intake."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lianfang.regions.codes import level_of
from lianfang.regions.pack.derive import ColumnMapping, derive
from lianfang.runtime.calllog.layout import PLAIN, PRESETS, Layout
from lianfang.runtime.calllog.mapping import read_mapping
from lianfang.runtime.calllog.pace import MAX, Pace
from lianfang.runtime.calllog.rows import BadRow, Row, count_rows, read_records, read_rows
from lianfang.runtime.calllog.send import Summary, send_all
from lianfang.runtime.cli.output import Json, emit, err, say
from lianfang.runtime.cli.zones import zone_of
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.intake import HttpIntake
from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target

SHOUNING, DERIVED = "350924", "990100"  # no province has the code 99


def replay(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A .csv or .csv.gz with a header.")],
    preset: Annotated[str, typer.Option(help=f"A log that is known: {', '.join(PRESETS)}.")] = "",
    time: Annotated[str, typer.Option(help="Column of the time.")] = "",
    type_: Annotated[str, typer.Option("--type", help="Column of the call's type.")] = "",
    lon: Annotated[str, typer.Option(help="Column of the longitude.")] = "",
    lat: Annotated[str, typer.Option(help="Column of the latitude.")] = "",
    place: Annotated[str, typer.Option(help="Column of the place in words.")] = "",
    map_: Annotated[Path | None, typer.Option("--map", exists=True, help="Lines type=category[:priority].")] = None,
    speed: Annotated[str, typer.Option(help="Times faster than life, or max.")] = "max",
    limit: Annotated[int | None, typer.Option(min=1, help="So many rows.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Reports under way at once.")] = 8,
    region: Annotated[str, typer.Option(help="The caller's region, six digits to derive a pack for.")] = "",
    derive_pack: Annotated[
        Path | None, typer.Option(help="Make a region pack of the log's own places in this folder, and import it.")
    ] = None,
    timezone: Annotated[str, typer.Option(help="Of times without an offset.")] = "Asia/Shanghai",
    json_: Json = False,
) -> None:
    """Report every row of a call log; the same row is the same report, however often it comes."""
    layout = layout_of(preset, map_, time=time, type=type_, lon=lon, lat=lat, place=place)
    pace = Pace(speed_of(speed), stop=(stop := threading.Event()))
    region = region or (DERIVED if derive_pack else SHOUNING)
    level_of(region)
    rows = read_rows(file, layout, zone_of(timezone), limit)
    target = Target.find()
    if derive_pack is not None:
        derived(file, layout, region, derive_pack)
        load_county(target, derive_pack, lambda text: err().print(text, markup=False))
    client = ServiceClient(target, "incident", ("intake",), region=region)
    total = min(count_rows(file), limit or sys.maxsize)
    summary = Summary()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        with _progress(total) as progress:
            task = progress.add_task("reports", total=total)
            work = reports(rows, layout, pace, summary)
            send_all(
                work, HttpIntake(client), concurrency=concurrency, summary=summary, stop=stop,
                on_sent=lambda _: progress.advance(task),
            )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
    emit(summary.to_dict()) if json_ else tell(summary)
    if summary.refused and not summary.accepted + summary.repeats:
        raise typer.Exit(1)


def derived(file: Path, layout: Layout, county: str, folder: Path) -> None:
    """Write a pack of the log's own places into `folder`. Raises BadInput, PackError."""
    columns = ColumnMapping(layout.lon, layout.lat, layout.place)
    try:
        derive(read_records(file, layout), columns, county, folder)
    except ValueError as error:
        raise BadInput(f"--derive-pack: {error}") from None


def layout_of(preset: str, mapping: Path | None, **columns: str) -> Layout:
    """Return the log's layout. Raises BadInput, BadMapping."""
    if preset and preset not in PRESETS:
        raise BadInput(f"--preset {preset!r} is unknown; presets are {', '.join(PRESETS)}")
    layout = (PRESETS[preset] if preset else PLAIN).with_columns(**columns)
    return layout.with_keywords(read_mapping(mapping, layout.keywords)) if mapping else layout


def speed_of(text: str) -> float:
    """Return the factor. Raises BadInput."""
    if text == "max":
        return MAX
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0 < factor < MAX:
        raise BadInput(f"--speed {text!r} must be a positive number (60: an hour in a minute) or max")
    return factor


def reports(
    rows: Iterator[Row | BadRow], layout: Layout, pace: Pace, summary: Summary
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield (body, key) of each row when it is due; rows that can't be reported are counted as refused."""
    for row in rows:
        if isinstance(row, BadRow):
            summary.refuse(f"row: {row.reason}")
            continue
        if not pace.wait(row.time):
            return
        yield body_of(row, layout), row.key


def body_of(row: Row, layout: Layout) -> dict[str, Any]:
    """Return the intake's body for a row."""
    category, priority = layout.keywords.meaning(row.type)
    place: dict[str, Any] = {}
    if row.lon is not None and row.lat is not None:
        place |= {"lon": row.lon, "lat": row.lat}
    if row.place:
        place["text"] = row.place
    return {
        "source": layout.source, "category": category, "priority": priority, "place": place,
        "description": row.type,
    }  # fmt: skip


def tell(summary: Summary) -> None:
    """Print the summary for people."""
    say(f"{summary.accepted} accepted, {summary.repeats} repeats, {summary.refused} refused")
    say(f"{summary.seconds:.1f} s, {summary.per_second:.0f} a second")
    for reason, count in summary.reasons.most_common(10):
        say(f"refused {count} times: {reason}")


def _progress(total: int) -> Progress:
    console = Console(file=sys.stderr)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.speed:.0f}/s"),
        TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal or not total,
    )  # fmt: skip
