"""A small county that the command room's tests have for themselves; half of its names are attacks."""

from __future__ import annotations

from dataclasses import replace

from lianfang.regions.pack import Pack
from tests.fixtures.packs import small_pack

ROOM = "990104"
LON = 121.5
WEST, EAST = f"{ROOM}1000011001", f"{ROOM}1010011001"
"""The first grid of either half. The west has tame names and the units; the east is the hostile half."""
SCRIPT = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
FORMULA = '=HYPERLINK("http://192.0.2.1","open")'


def room_pack() -> Pack:
    """The county as a region pack. Raises nothing: names are free text, so the platform has to take these too."""
    pack = small_pack(ROOM, lon=LON)
    return replace(
        pack,
        county=replace(pack.county, name=f"Room {SCRIPT}"),
        regions=tuple((code, SCRIPT if code.startswith(EAST[:9]) else name) for code, name in pack.regions),
        grids=tuple(
            replace(grid, name=f"{FORMULA} {SCRIPT}") if grid.code.startswith(EAST[:9]) else grid
            for grid in pack.grids
        ),
        teams=tuple(
            replace(team, name=f"{team.name} {SCRIPT}") if ".right." in team.full_id else team
            for team in pack.teams
        ),
        groups=tuple(replace(group, name=SCRIPT) for group in pack.groups),
    )
