"""Region codes: GB/T 2260 (province, city, county), GB/T 10114 (township, village), and the police grid.

A code is a string of digits whose length is its level: province 2, city 4, county 6, township 9,
village or community 12, grid 16 (kind 1 + sequence 3 under a village). Its *words* are the parts that a
routing key carries: ``3509241000011007`` -> ``35.09.24.100.001.1007``.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise


class Level(IntEnum):
    """Levels of the region tree; the value is the length of the code in digits."""

    COUNTRY = 0
    PROVINCE = 2
    CITY = 4
    COUNTY = 6
    TOWNSHIP = 9
    VILLAGE = 12
    GRID = 16


_LENGTHS = sorted(Level)


class BadRegionCode(ValueError):
    """The text is no region code; the message says what one looks like."""


def level_of(code: str) -> Level:
    """Return the level of a well-formed `code`.

    Raises BadRegionCode when `code` has other characters than digits or no level's length.
    """
    if code and not (code.isascii() and code.isdigit()):
        raise BadRegionCode(f"region code {code!r} must hold digits only")
    try:
        return Level(len(code))
    except ValueError:
        lengths = ", ".join(f"{level.name.lower()} {level.value}" for level in _LENGTHS if level)
        raise BadRegionCode(f"region code {code!r} has {len(code)} digits; lengths are {lengths}") from None


def parent_of(code: str) -> str:
    """Return the code one level up; a grid's parent is its village, a province's the country ``""``."""
    level = level_of(code)
    if level is Level.COUNTRY:
        raise BadRegionCode("the country has no parent")
    return code[: _LENGTHS[_LENGTHS.index(level) - 1]]


def ancestors_of(code: str) -> list[str]:
    """Return `code` and all codes above it, the nearest first, without the country."""
    return [code[:length] for length in reversed(_LENGTHS) if 0 < length <= level_of(code)]


def upwards(code: str) -> list[str]:
    """Return the country, all codes above `code` and, when it is well formed, itself; never raises.

    For indexes of who sees what lies there: a code that is cut in the middle of a level is seen from above it.
    """
    return [code[:length] for length in _LENGTHS if length <= len(code)]


def county_of(code: str) -> str:
    """Return the county that `code` lies in, or `code` itself when it is above the counties; never raises."""
    return code[: Level.COUNTY]


def at_level(code: str, level: Level) -> str:
    """Cut `code` to `level`. Raises BadRegionCode when it is already above that level."""
    if level_of(code) < level:
        raise BadRegionCode(f"region code {code!r} is above the level {level.name.lower()}")
    return code[:level]


def contains(outer: str, inner: str) -> bool:
    """Tell whether `inner` lies in `outer` or is it; the empty code is the whole country."""
    return inner.startswith(outer)


def words(code: str) -> list[str]:
    """Return the routing-key words of a code, see the module's text."""
    level = level_of(code)
    cuts = [length for length in _LENGTHS if length <= level]
    return [code[start:end] for start, end in pairwise(cuts)]


def from_words(parts: list[str]) -> str:
    """Return the code whose words are `parts`. Raises BadRegionCode."""
    code = "".join(parts)
    if words(code) != parts:
        raise BadRegionCode(f"{'.'.join(parts)!r} are not the words of a region code")
    return code
