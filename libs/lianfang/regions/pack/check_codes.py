"""Codes: well-formed, hierarchical, unique; each grid under a village and with an assistant of its own."""

from __future__ import annotations

from collections import defaultdict

from lianfang.regions.codes import Level, level_of, parent_of
from lianfang.regions.pack.findings import Findings

GRID_KIND = "1"  # kinds of grid unit: 1 is the police grid


def check_codes(found: Findings) -> None:
    """Check regions.csv, the codes of grids.geojson, and the assistants."""
    pack, county = found.pack, found.pack.county.code
    codes = [code for code, _ in pack.regions]
    found.unique("regions.csv", codes, "code")
    known = set(codes)
    if county not in known:
        found.error("regions.csv", county, f"the county {county} itself is not listed", f"add {county},<name>")
    for code in sorted(known - {county}):
        if not code.startswith(county):
            found.error("regions.csv", code, f"{code} is not of the county {county}", "remove it", field="code")
        elif parent_of(code) not in known:
            found.error("regions.csv", code, f"its parent {parent_of(code)} is not listed", "add it", field="code")
    _check_grids(found, {code for code in known if level_of(code) is Level.VILLAGE})


def _check_grids(found: Findings, villages: set[str]) -> None:
    grids = found.pack.grids
    found.unique("grids.geojson", (grid.code for grid in grids), "code")
    if not grids:
        found.error("grids.geojson", "", "holds no grid", "add at least one grid per village")
    assistants: dict[str, list[str]] = defaultdict(list)
    for grid in grids:
        assistants[grid.assistant].append(grid.code)
        if parent_of(grid.code) not in villages:
            what = f"grid {grid.code} lies under no known village ({parent_of(grid.code)})"
            found.error("grids.geojson", grid.code, what, "add the village to regions.csv", field="code")
        if grid.code[Level.VILLAGE] != GRID_KIND:
            what = f"grid {grid.code} has kind {grid.code[Level.VILLAGE]}"
            found.error("grids.geojson", grid.code, what, "the 13th digit of a police grid is 1", field="code")
    for assistant, codes in assistants.items():
        if len(codes) > 1:
            what = f"{assistant} serves {len(codes)} grids"
            found.warning(
                "grids.geojson", codes[0], what, "one assistant a grid", field="assistant", codes=tuple(codes)
            )
    for village in sorted(villages - {parent_of(grid.code) for grid in grids}):
        found.warning("regions.csv", village, f"village {village} has no grid", "add one")
