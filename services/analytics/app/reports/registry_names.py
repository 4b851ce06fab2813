"""Names for reports, as the registry has them at that moment."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.regions.world import World
from services.analytics.app.reports.ports import NAMELESS, Name

CATEGORY_DIGITS = 6
BY_CATEGORY = ("category", "class")


class RegistryNames:
    """`ports.Names` over the releases this service keeps."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world

    def place(self, region: str) -> str:
        """Return a region's name, "" for one that is not known."""
        name = self._world().tree.name(region)
        return "" if name == region else name  # the tree gives the code of what it does not know

    def part(self, split: str, key: str, region: str) -> Name:
        """Return what a part is called; a class (two digits) is called as the category that ends in zeros is."""
        world = self._world()
        if split in BY_CATEGORY:
            found = world.category(key.ljust(CATEGORY_DIGITS, "0"), region)
            return Name(found.name, found.name_en) if found else NAMELESS
        if split == "team" and (team := world.team(key)):
            return Name(team.name, team.name)
        return NAMELESS
