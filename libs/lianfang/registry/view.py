"""A service's replica of regions and forces, as its rules ask it.

Every question about a place that is not known gets an empty answer, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from lianfang.regions.codes import Level
from lianfang.regions.spatial import BadPoint, Located
from lianfang.regions.world import Choice, World

_OFFICIAL = re.compile(r"(社区)?(居民委员会|居委会|村民委员会|村委会)$")


class RegistryView:
    """One World, never changed; a new release makes a new view. Answers that depend on few things are kept.

    A service with questions of its own derives from it.
    """

    def __init__(self, world: World, releases: Mapping[str, str]) -> None:
        """releases: county -> id of its release."""
        self.world, self._releases = world, dict(releases)
        self._choices: dict[tuple[str, str, date], list[Choice]] = {}

    def warm(self) -> None:
        """Build what is built lazily, so that no call waits for it."""
        _ = self.world.index, self.world.tree, self._names

    @property
    def releases(self) -> Mapping[str, str]:
        """County -> release, of all that is known."""
        return self._releases

    def knows(self, county: str) -> bool:
        """Tell whether a release of the county is here."""
        return county in self.world.counties

    def release(self, county: str) -> str:
        """Return the id of the county's release, empty when there is none."""
        return self._releases.get(county, "")

    def home_county(self, region: str) -> str:
        """Return the county of a caller's region; above counties the only one known there, or the code padded.

        GB/T 2260 pads cities and provinces with zeros, so 3509 becomes 350900, which is that city's own code.
        """
        if len(region) >= Level.COUNTY:
            return region[: Level.COUNTY]
        known = [county for county in self.world.counties if county.startswith(region)]
        return known[0] if len(known) == 1 else region.ljust(Level.COUNTY, "0")

    def locate(self, lon: float, lat: float) -> Located | None:
        """Return the grid of a point (WGS 84, degrees), None for none or for numbers that are no position."""
        try:
            return self.world.locate(lon, lat)
        except BadPoint:
            return None

    def known_region(self, code: str) -> str:
        """Return the nearest region at or above `code` that exists, down from the county; empty when none does."""
        for length in sorted((level for level in Level if Level.COUNTY <= level <= len(code)), reverse=True):
            if code[:length] in self.world.tree:
                return code[:length]
        return ""

    def region_named(self, text: str, within: str) -> str:
        """Return the one region in the county of `within` whose name the text holds, the deepest; else empty."""
        county = self._names.get(within[: Level.COUNTY])
        if county is None:
            return ""
        pattern, names = county
        found = {code for name in pattern.findall(text) for code in names[name]}
        deepest = {code for code in found if not any(other != code and other.startswith(code) for other in found)}
        townships = {code for code in found if len(code) == Level.TOWNSHIP}
        if len(deepest) > 1 and len(townships) == 1:  # a village's name that several townships have
            deepest = {code for code in deepest if code.startswith(next(iter(townships)))}
        return deepest.pop() if len(deepest) == 1 else ""

    def ring(self, lon: float, lat: float) -> int | None:
        """Return the ring (1, 3, 5) that holds the point."""
        found = self.world.ring_of(lon, lat)
        return found.ring if found else None

    def grid_ring(self, grid: str) -> int | None:
        """Return the ring that holds the middle of the grid."""
        try:
            middle = self.world.index.polygon_of(grid).representative_point()
        except KeyError:
            return None
        return self.ring(middle.x, middle.y)

    def teams_for(self, place: str, capability: str, day: date) -> Sequence[Choice]:
        """Return whom to ask on `day`, in order: own zone, neighbour zones, county."""
        key = (place[: Level.TOWNSHIP], capability, day)
        known = self._choices.get(key)
        if known is None:
            known = self._choices[key] = self.world.teams_for(key[0], capability, day)
        return known

    def shop_grid(self, shop: str) -> str:
        """Return the grid of a shop (full id), empty when it is unknown."""
        found = self.world.shop(shop)
        return found.grid if found else ""

    def partners(self, shop: str) -> Sequence[str]:
        """Return the full ids of the other shops of its 三户联防 group."""
        return [each.full_id for each in self.world.partners_of(shop)]

    @cached_property
    def _names(self) -> dict[str, tuple[re.Pattern[str], dict[str, list[str]]]]:
        out: dict[str, tuple[re.Pattern[str], dict[str, list[str]]]] = {}
        for county in self.world.counties.values():
            names: dict[str, list[str]] = {}
            for code, name in county.places:
                short = _OFFICIAL.sub("", name)
                for each in {name, short} if len(short) > 1 else {name}:
                    names.setdefault(each, []).append(code)
            longest_first = sorted(names, key=len, reverse=True)
            if longest_first:
                out[county.code] = (re.compile("|".join(map(re.escape, longest_first))), names)
        return out


NOTHING = RegistryView(World(), {})
"""What a service knows before its first release."""
