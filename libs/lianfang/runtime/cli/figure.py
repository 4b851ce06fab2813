"""`lianfang figure ID`: one figure of a place and a period, and the events behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import typer

from lianfang.runtime.cli.output import Json, emit, say, table
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.target import Target

MOST_SHOWN = 1000
_PAGE = 200
_PARTS = ("numerator", "denominator")


def figure(
    id: Annotated[str, typer.Argument(help="Of the catalogue, docs/figures.md; empty lists it.")] = "",
    region: Annotated[str, typer.Argument(help="Region code of 2 to 16 digits.")] = "350924",
    period: Annotated[str, typer.Argument(help="2026-11-22, 2026-W47, 2026-11, 2026-Q4, 2026 or a..b.")] = "",
    trace: Annotated[bool, typer.Option("--trace", help="Show the events that it was counted from.")] = False,
    part: Annotated[str, typer.Option(help="What to trace: numerator or denominator.")] = _PARTS[0],
    limit: Annotated[int, typer.Option(min=1, max=MOST_SHOWN, help="So many events.")] = 50,
    supervisor: Annotated[bool, typer.Option("--restricted", help="Count restricted events too.")] = False,
    json_: Json = False,
) -> None:
    """Show a figure (指标) of a place and a period; restricted events count only when asked for."""
    roles = ("supervisor",) if supervisor else ("viewer",)
    client = ServiceClient(Target.find(), "analytics", roles)
    if not id:
        _show_catalogue(client.call("GET", "/v1/figures")["items"], json_)
        return
    asked = {"region": region, **({"period": period} if period else {})}
    path = f"/v1/figures/{quote(id, safe='')}"
    found = client.call("GET", f"{path}/value?{urlencode(asked)}")
    if trace:
        events = f"{path}/events?{urlencode({**asked, 'part': part, 'limit': min(limit, _PAGE)})}"
        found["events"] = list(islice(_traced(client, events), limit))
    if json_:
        emit(found)
        return
    _show_value(found, client.call("GET", path))
    if trace:
        _show_events(found["events"], found["facts"] if part == _PARTS[0] else None)


def _traced(client: ServiceClient, path: str | None) -> Iterator[dict[str, Any]]:
    while path:
        page = client.call("GET", path)
        yield from page["items"]
        path = page["next"]


def _show_catalogue(items: list[dict[str, Any]], json_: bool) -> None:
    if json_:
        emit(items)
        return
    rows = ((each["id"], each["zh"], each["en"], each["unit"], each["period"]) for each in items)
    table("Figures", ("id", "指标", "figure", "unit", "by"), rows)


def _show_value(found: Mapping[str, Any], definition: Mapping[str, Any]) -> None:
    rows = [
        ("figure", f"{definition['zh']} · {definition['en']}"), ("place", found["region"] or "the country"),
        ("period", found["period"]), ("value", f"{_number(found['value'])} {found['unit']}"),
    ]  # fmt: skip
    if definition["ratio"]:
        rows.append(("of", f"{_number(found['numerator'])} / {_number(found['denominator'])}"))
    rows += [("facts", found["facts"]), *(("note", note["text"]) for note in found["notes"])]
    table(found["figure"], ("", ""), rows)


def _show_events(events: list[dict[str, Any]], facts: int | None) -> None:
    for each in events:
        words = (each["region"], each["subject"], each["word"], each["team"])
        say(" ".join(["event", each["event_id"], each["at"][:19], each["kind"], *filter(None, words)]))
    if facts is not None and facts > len(events):
        say(f"the first {len(events)} of {facts} facts; --limit shows more")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
