"""What callers ask of the registry; answers are JSON-able."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianfang.regions.codes import Level, at_level
from lianfang.regions.model import Grid
from lianfang.regions.tree import Region, UnknownRegion
from lianfang.regions.world import World
from services.grid.app.registry import Registry

Answer = dict[str, Any]


class Queries:
    """Region tree, grids, places, teams. A code that is not there raises UnknownRegion."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def region(self, code: str, day: date) -> Answer:
        """Return a region with its path from the county down and its zone on that day."""
        world = self._registry.world
        region = world.tree.get(code)
        zone = world.zone_of(code, day)
        return {
            **_region(region),
            "path": [_region(one) for one in world.tree.path(code)],
            "zone": zone.zone if zone else None,
            "children": len(world.tree.children(code)),
            "release": self._release_of(code),
        }

    def children(self, code: str) -> list[Answer]:
        """Return the regions right below a code, or the counties for the empty code."""
        tree = self._registry.world.tree
        return [_region(one) for one in (tree.children(code) if code else tree.roots())]

    def grid(self, code: str, day: date) -> Answer:
        """Return a grid with its polygon, its assistant's id and its zone."""
        world = self._registry.world
        grid = world.grid(code)
        if grid is None:
            raise UnknownRegion(code)
        return {**self._grid(world, grid, day), "geometry": grid.geometry, "release": self._release_of(code)}

    def locate(self, lon: float, lat: float, day: date) -> Answer | None:
        """Return where a point is (see GridIndex.locate); None when no grid is known. Raises BadPoint."""
        world = self._registry.world
        located = world.locate(lon, lat)
        if located is None:
            return None
        grid, ring = world.grid(located.grid), world.ring_of(lon, lat)
        return {
            "grid": self._grid(world, grid, day) if grid else None,
            "village": _named(world, located.village),
            "township": _named(world, located.township),
            "county": _named(world, at_level(located.grid, Level.COUNTY)),
            "zone": grid and _zone(world, located.grid, day),
            "inside": located.inside,
            "distance_m": round(located.distance_m, 1),
            "shared": list(located.shared),
            "ring": ring.ring if ring else None,
            "release": self._release_of(located.grid),
        }

    def teams_at(self, place: str, capability: str, day: date) -> list[Answer]:
        """Return who provides a capability at a place, in the order in which they are asked, and why each."""
        world = self._registry.world
        world.tree.get(place)
        return [
            {
                "team": choice.team.full_id, "name": choice.team.name, "kind": choice.team.kind,
                "station": choice.team.station, "tier": choice.team.tier,
                "capability": choice.capability, "reason": choice.reason,
            }
            for choice in world.teams_for(place, capability, day)
        ]  # fmt: skip

    def releases(self) -> list[Answer]:
        """Return the releases in force."""
        return [{**one.publication(), "label": one.label} for _, one in sorted(self._registry.releases.items())]

    def _grid(self, world: World, grid: Grid, day: date) -> Answer:
        return {
            "code": grid.code, "name": grid.name, "assistant": grid.assistant, "synthetic": grid.synthetic,
            "response_class": grid.response_class, "zone": _zone(world, grid.code, day),
        }  # fmt: skip

    def _release_of(self, code: str) -> str:
        release = self._registry.releases.get(code[: Level.COUNTY])
        return release.release_id if release else ""


def _region(region: Region) -> Answer:
    return {"code": region.code, "name": region.name, "level": region.level.name.lower()}


def _named(world: World, code: str) -> Answer:
    return {"code": code, "name": world.tree.name(code)}


def _zone(world: World, code: str, day: date) -> str | None:
    zone = world.zone_of(code, day)
    return zone.zone if zone else None
