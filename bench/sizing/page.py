"""Puts the generated tables into docs/sizing.md, between markers: what stands around them is written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bench.sizing.assumptions import Assumptions
from bench.sizing.costs import Costs
from bench.sizing.deployed import request_rows, trigger_rows
from bench.sizing.figures import Measured
from bench.sizing.limits import limits
from bench.sizing.show import assumption_rows, limit_rows, markdown, measured_rows, size_rows


def blocks(measured: Measured) -> dict[str, str]:
    """Return what stands between the markers of each name."""
    costs, it = Costs.of(measured), Assumptions()
    said = [f"- {name}: {value}" for name, value in measured.conditions.items()]
    return {
        "conditions": "\n".join(said), "measured": markdown(measured_rows(measured)),
        "assumed": markdown(assumption_rows(it)), "sizes": markdown(size_rows(it, costs)),
        "limits": markdown(limit_rows(limits(it, costs))), "triggers": markdown(trigger_rows(costs)),
        "requests": markdown(request_rows(measured, costs, it)),
    }  # fmt: skip


def filled(text: str, made: Mapping[str, str]) -> str:
    """Return a page's text with its blocks replaced. Raises ValueError for a marker that is missing."""
    for name, block in made.items():
        begin, end = f"<!-- sizing:{name} -->\n", f"<!-- /sizing:{name} -->"
        head, begun, rest = text.partition(begin)
        _old, ended, tail = rest.partition(end)
        if not (begun and ended):
            raise ValueError(f"the page has no block {begin.strip()} … {end}: put one where the table belongs")
        text = f"{head}{begin}{block}\n{end}{tail}"
    return text


def write(page: Path, measured: Measured) -> None:
    """Write the tables into the page. Raises ValueError, OSError."""
    page.write_text(filled(page.read_text(encoding="utf-8"), blocks(measured)), encoding="utf-8")
