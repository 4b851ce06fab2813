"""The service's replica of regions and forces, as the rules ask it: the domain's Registry over a World."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from lianfang.regions.codes import Level
from lianfang.regions.model import Deadline, Rule
from lianfang.regions.spatial import BadPoint, Located
from lianfang.regions.world import Choice, World

_OFFICIAL = re.compile(r"(社区)?(居民委员会|居委会|村民委员会|村委会)$")


class RegistryView:
    """One World, never changed; a new release makes a new view. Answers that depend on few things are kept."""

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
        """See domain.registry.Registry, here and below."""
        return county in self.world.counties

    def release(self, county: str) -> str:
        """Release of a county."""
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
        """Grid of a point."""
        try:
            return self.world.locate(lon, lat)
        except BadPoint:
            return None

    def known_region(self, code: str) -> str:
        """Nearest region that exists."""
        for length in sorted((level for level in Level if Level.COUNTY <= level <= len(code)), reverse=True):
            if code[:length] in self.world.tree:
                return code[:length]
        return ""

    def region_named(self, text: str, within: str) -> str:
        """The deepest region whose name the text holds, when what it holds leads to one."""
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
        """Ring of a point."""
        found = self.world.ring_of(lon, lat)
        return found.ring if found else None

    def grid_ring(self, grid: str) -> int | None:
        """Ring of a grid's middle."""
        try:
            middle = self.world.index.polygon_of(grid).representative_point()
        except KeyError:
            return None
        return self.ring(middle.x, middle.y)

    def rules(self, *, category: str, priority: int, place: str, source: str) -> Sequence[Rule]:
        """Rules that hold."""
        county = self.world.county_of(place)
        held: list[Rule] = []
        for rule in county.routing.rules if county else ():
            if rule.when.holds(category=category, priority=priority, place=place, source=source):
                held.append(rule)
                if rule.stop:
                    break
        return held

    def teams_for(self, place: str, capability: str, day: date) -> Sequence[Choice]:
        """Whom to ask."""
        key = (place[: Level.TOWNSHIP], capability, day)
        known = self._choices.get(key)
        if known is None:
            known = self._choices[key] = self.world.teams_for(key[0], capability, day)
        return known

    def is_emergency(self, *, category: str, priority: int, place: str, source: str) -> bool:
        """Whether it is an emergency."""
        return self.world.is_emergency(category=category, priority=priority, place=place, source=source)

    def community_may_be_alone(self, place: str, day: date) -> bool:
        """Policy of the zone."""
        return self.world.community_may_be_alone(place, day)

    def limits(self, place: str, priority: int, ring: int | None) -> Deadline | None:
        """Deadlines."""
        return self.world.deadline(place, priority, ring)

    def escalation(self, place: str) -> Sequence[str]:
        """Steps of escalation."""
        county = self.world.county_of(place)
        return county.deadlines.escalation if county else ()

    def category_priority(self, code: str, place: str) -> int | None:
        """Default priority of a category, or of its class."""
        for each in (code, f"{code[:2]}0000"):
            if found := self.world.category(each, place):
                return found.priority
        return None

    def shop_grid(self, shop: str) -> str:
        """Grid of a shop."""
        found = self.world.shop(shop)
        return found.grid if found else ""

    def partners(self, shop: str) -> Sequence[str]:
        """Other shops of its group."""
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
"""What a service knows before its first release: nothing, and it takes calls all the same."""
