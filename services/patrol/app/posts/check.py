"""What no schema sees: whether the parts of a county's posts, or of its days, fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from services.patrol.app.posts.check_patterns import Fault, Path, inside, pattern_faults, twice, when_faults

MOST_PATTERNS, MOST_LUNAR_DAYS = 60, 400
"""Of a post; of all events of a county together. Each day of duty asks all of them."""


def pack_faults(county: str, pack: Mapping[str, Any], markets: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong with a pack that its schema has loaded. markets: what the county's calendar knows."""
    if pack["county"] not in ("", county):
        yield ("county",), f"it is the pack of {pack['county']}", f"send it to county {pack['county']}"
    for name, patterns in pack["duties"].items():
        for number, pattern in enumerate(patterns):
            at = ("duties", name, str(number))
            yield from pattern_faults(at, pattern)
            yield from when_faults((*at, "when"), pattern["when"], markets)
            for row, each in enumerate((pattern["tide"] or {}).get("rows", ())):
                yield from when_faults((*at, "tide", "rows", str(row), "when"), each["when"], markets)
    yield from twice(("posts",), [post["id"] for post in pack["posts"]], "id")
    for number, post in enumerate(pack["posts"]):
        yield from _post_faults(("posts", str(number)), county, post, pack["duties"], markets)


def calendar_faults(county: str, calendar: Mapping[str, Any], used: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with a calendar. used: the markets that posts ask for, each with one such post."""
    for part in ("markets", "events"):
        yield from twice((part,), [each["id"] for each in calendar[part]], "id")
    for number, market in enumerate(calendar["markets"]):
        at = ("markets", str(number))
        yield from inside((*at, "region"), market["region"], county)
        rules = ("solar_endings", "solar_days", "lunar_endings", "lunar_days", "weekdays", "added")
        if not any(market[rule] for rule in rules):
            yield at, "has no day", f"give one of {', '.join(rules)}"
    for number, event in enumerate(calendar["events"]):
        yield from _occasion_faults(("events", str(number)), event)
    if sum(event["days"] for event in calendar["events"] if event["lunar"]) > MOST_LUNAR_DAYS:
        told = f"have more than {MOST_LUNAR_DAYS} lunar days a year"
        yield ("events",), told, "give those of one year by first and last, or fewer"
    known = {market["id"] for market in calendar["markets"]}
    for market, post in used.items():
        if market not in known:
            remedy = "keep it, or change the post first"
            yield ("markets",), f"{market} is missing, but {post} has duty by it", remedy


def _occasion_faults(at: Path, event: Mapping[str, Any]) -> Iterator[Fault]:
    first, last = event["first"], event["last"]
    if (first is None) != (last is None) or (first is None) == (event["lunar"] is None):
        yield at, "has no days, or two kinds", "give first and last, or lunar: [month, day]"
    elif first is not None and last < first:
        yield (*at, "last"), "ends before it begins", "correct first or last"
    if event["lunar"] is not None and event["lunar"][0] > 12:
        yield (*at, "lunar", "0"), f"{event['lunar'][0]} is no month", "give 1 to 12"


def _post_faults(
    at: Path, county: str, post: Mapping[str, Any], duties: Mapping[str, Any], markets: Collection[str]
) -> Iterator[Fault]:
    for name in ("id", "unit", "region", "team"):
        if post[name] or name != "team":
            yield from inside((*at, name), post[name], county)
    if (post["lon"] is None) != (post["lat"] is None):
        yield (*at, "lon"), "goes with lat", "give both or none"
    if post["stop"][0] > post["stop"][1]:
        yield (*at, "stop"), "ends before it begins", "give the lesser number first"
    yield from twice((*at, "marks"), [mark["id"] for mark in post["marks"]], "id")
    for number, mark in enumerate(post["marks"]):
        if mark["region"]:
            yield from inside((*at, "marks", str(number), "region"), mark["region"], county)
    yield from _duty_faults(at, post, duties, markets)


def _duty_faults(
    at: Path, post: Mapping[str, Any], duties: Mapping[str, Any], markets: Collection[str]
) -> Iterator[Fault]:
    patterns = []
    for number, name in enumerate(post["duties"]):
        if name not in duties:
            known = ", ".join(sorted(duties)) or "none"
            yield (*at, "duties", str(number)), f"{name} is no duty", f"use one of the pack's duties: {known}"
        patterns += duties.get(name, [])
    if len(patterns) > MOST_PATTERNS:
        yield (*at, "duties"), f"has {len(patterns)} patterns", f"give a post at most {MOST_PATTERNS}"
    for kind, times in Counter(pattern["kind"] for pattern in patterns).items():
        if times > 1:
            yield (*at, "duties"), f"has the kind {kind} {times} times", "give each pattern its own kind"
    tidal = {pattern["kind"] for pattern in patterns if pattern["tide"]}
    for kind, rows in post["tides"].items():
        if kind not in tidal:
            told = ", ".join(sorted(tidal)) or "none"
            yield (*at, "tides", kind), "is no tide of this post", f"name one of its kinds with a tide: {told}"
        for number, row in enumerate(rows):
            yield from when_faults((*at, "tides", kind, str(number), "when"), row["when"], markets)
