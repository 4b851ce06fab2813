"""docs/figures-shown.md as text: a table for each scenario, of what was published and what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from services.analytics.domain.compare.change import Change
from services.analytics.shown.compute import Result
from services.analytics.shown.printed import shown

HEAD = Path(__file__).with_name("head.txt")
_COLUMNS = "| † | printed | figure | year before | this year | change | p | |\n|---|---|---|---|---|---|---|---|"


def document(scenarios: Mapping[str, tuple[int, Sequence[Result]]]) -> str:
    """Return the page. scenarios: by title, how many events and the results."""
    lines = [HEAD.read_text(encoding="utf-8")]
    for title, (events, results) in scenarios.items():
        lines += [f"## {title}", "", f"{events:,} events.", "", _COLUMNS, *map(_row, results), ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(result: Result) -> str:
    published, change = result.published, result.change
    if change is None:
        return f"| {published.what} | {published.printed} | – | | | | | not computed: {published.why} |"
    where = f" of {published.region}" if published.region else ""
    return " | ".join([
        f"| {published.what}", published.printed, f"`{published.figure}`{where}", _value(change, "before"),
        _value(change, "now"), f"{shown(change.percent)} %" if change.percent is not None else "–",
        f"{change.tested.p:.2g}" if change.tested else "–", f"{'; '.join(_said(result, change))} |",
    ])  # fmt: skip


def _value(change: Change, which: str) -> str:
    value = change.now if which == "now" else change.before
    text = shown(value.value) + (" %" if value.figure.unit == "percent" and value.value is not None else "")
    if value.denominator is None:
        return text
    return f"{text} ({shown(value.numerator)} of {shown(value.denominator)})"


def _said(result: Result, change: Change) -> Iterator[str]:
    yield "as printed" if result.agrees else "**not as printed**"
    if change.small:
        yield "small"
    if change.verdict == "within_chance":
        yield "within chance"
    yield from (note for note in change.now.notes if note == "gaps")
