"""The region tree: codes with their names, from the county (or above) down to the grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lianfang.regions.codes import Level, ancestors_of, level_of, parent_of


class UnknownRegion(KeyError):
    """No region of this code is in the tree."""

    def __str__(self) -> str:
        return f"region {self.args[0]!r} is unknown"


@dataclass(frozen=True, slots=True)
class Region:
    """One node of the tree."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """The level that the code's length says."""
        return level_of(self.code)


class RegionTree:
    """An immutable tree of regions; the nodes without a parent in it are its roots (usually counties)."""

    def __init__(self, regions: Iterable[tuple[str, str]]) -> None:
        """Build from (code, name) pairs.

        Raises BadRegionCode for a malformed code and ValueError for one that is given twice.
        """
        self._regions: dict[str, Region] = {}
        for code, name in regions:
            if level_of(code) is Level.COUNTRY:
                raise ValueError("the country itself is no region of the tree")
            if code in self._regions:
                raise ValueError(f"region {code} is given twice")
            self._regions[code] = Region(code, name)
        self._children: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self._regions):
            self._children[parent_of(code)].append(code)
            self._by_name[self._regions[code].name].append(code)

    def __len__(self) -> int:
        return len(self._regions)

    def __contains__(self, code: object) -> bool:
        return code in self._regions

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions[code] for code in sorted(self._regions))

    def get(self, code: str) -> Region:
        """Return the region. Raises UnknownRegion."""
        try:
            return self._regions[code]
        except KeyError:
            raise UnknownRegion(code) from None

    def name(self, code: str) -> str:
        """Return the region's name, or the code itself when it is unknown (for people's eyes)."""
        region = self._regions.get(code)
        return region.name if region else code

    def children(self, code: str) -> list[Region]:
        """Return the regions right below `code` (``""``: the country), by code. Raises UnknownRegion."""
        if code:
            self.get(code)
        return [self._regions[child] for child in self._children.get(code, ())]

    def parent(self, code: str) -> Region | None:
        """Return the region above, None when the tree does not hold it. Raises UnknownRegion."""
        return self._regions.get(parent_of(self.get(code).code))

    def path(self, code: str) -> list[Region]:
        """Return the known regions from the top down to `code`. Raises UnknownRegion."""
        self.get(code)
        return [self._regions[up] for up in reversed(ancestors_of(code)) if up in self._regions]

    def at(self, level: Level) -> list[Region]:
        """Return all regions of one level, by code."""
        return [region for region in self if region.level is level]

    def named(self, name: str, under: str = "") -> list[Region]:
        """Return the regions of exactly this name that lie in `under`; names repeat, so there may be several."""
        return [self._regions[code] for code in self._by_name.get(name, ()) if code.startswith(under)]

    def roots(self) -> list[Region]:
        """Return the regions whose parent is not in the tree, by code."""
        return [region for region in self if parent_of(region.code) not in self._regions]
