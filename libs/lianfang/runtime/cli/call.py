"""`lianfang call`: report an incident from the shell."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from lianfang.runtime.cli.output import Json, emit, say, table
from lianfang.runtime.cli.zones import zone_of
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.failure import BadInput, Failure
from lianfang.runtime.operating.intake import HttpIntake
from lianfang.runtime.operating.target import Target

SOURCES = ("call", "grid", "shop")


def call(
    category: Annotated[str, typer.Option(help="Six digits; the first two are the class, e.g. 200100.")] = "990000",
    lon: Annotated[float | None, typer.Option(help="Longitude, WGS 84.")] = None,
    lat: Annotated[float | None, typer.Option(help="Latitude, WGS 84.")] = None,
    grid: Annotated[str, typer.Option(help="Code of the grid, or of a wider region.")] = "",
    text: Annotated[str, typer.Option(help="The place in words.")] = "",
    source: Annotated[str, typer.Option(help="call, grid or shop.")] = "call",
    shop: Annotated[str, typer.Option(help="Full id of the shop, for --source shop.")] = "",
    priority: Annotated[int | None, typer.Option(min=1, max=4, help="1 is most urgent; else by category.")] = None,
    description: Annotated[str, typer.Option(help="What happened; kept encrypted.")] = "",
    region: Annotated[str, typer.Option(help="The caller's region.")] = "350924",
    key: Annotated[str, typer.Option(help="Idempotency-Key; the same key is the same report.")] = "",
    timezone: Annotated[
        str, typer.Option(envvar="LIANFANG_TIMEZONE", help="Of the times shown.")
    ] = "Asia/Shanghai",
    json_: Json = False,
) -> None:
    """Report an incident and print the tasks it made."""
    if (lon is None) != (lat is None):
        raise BadInput("--lon and --lat go together")
    if source not in SOURCES:
        raise BadInput(f"--source {source!r} must be one of {', '.join(SOURCES)}")
    place: dict[str, Any] = {"lon": lon, "lat": lat} if lon is not None else {}
    place |= {name: value for name, value in (("grid", grid), ("text", text)) if value}
    body: dict[str, Any] = {"source": source, "category": category, "place": place}
    body |= {
        name: value
        for name, value in (("priority", priority), ("shop", shop), ("description", description))
        if value
    }
    client = ServiceClient(Target.find(), "incident", ("intake", "viewer"), region=region)
    sent = HttpIntake(client, patience_s=10).report(body, key or str(uuid.uuid4()))
    if sent.reason:
        raise Failure(f"the report was not taken: {sent.reason}")
    emit(sent.body) if json_ else _show(sent.body, zone_of(timezone), repeat=sent.before)


def _show(incident: Mapping[str, Any], zone: ZoneInfo, *, repeat: bool) -> None:
    said = "was reported before" if repeat else "accepted"
    facts = f"{incident['state']}, {incident['category']}, priority {incident['priority']}"
    say(f"incident {incident['id']} {said}: {facts}")
    flags = f" ({', '.join(incident['flags'])})" if incident["flags"] else ""
    say(f"place {incident['region']}{flags}")
    rows = (
        (
            task["team"],
            ", ".join(task["capabilities"]),
            task["state"],
            _clock(task["acknowledge_by"], zone),
            _clock(task["arrive_by"], zone),
        )
        for task in incident["tasks"]
    )
    table("Tasks", ("team", "asked for", "state", "acknowledge by", "arrive by"), rows)


def _clock(moment: str | None, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%H:%M:%S") if moment else "-"
