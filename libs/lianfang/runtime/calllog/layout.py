"""Which column of a call log holds what, and the logs we know already."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from lianfang.runtime.calllog.keywords import BOONE, BOSTON, MONTGOMERY, Keywords


class BadLayout(ValueError):
    """The columns named are not those of the file; the message lists both."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Column names. `place` may be empty (no place text); lon and lat are WGS 84 degrees.

    source: the intake source the rows are reported under. keywords: how a row's type becomes a category.
    """

    time: str
    type: str
    lon: str
    lat: str
    place: str = ""
    source: str = "call"
    keywords: Keywords = field(default_factory=Keywords)

    def with_columns(self, **named: str | None) -> Layout:
        """Return the layout with the given columns replaced; None and empty keep what is there."""
        given: dict[str, Any] = {key: value for key, value in named.items() if value}
        return replace(self, **given)

    def with_keywords(self, keywords: Keywords) -> Layout:
        """Return the layout with another reading of the types."""
        return replace(self, keywords=keywords)

    def check(self, header: list[str]) -> None:
        """Raise BadLayout when the file has not all columns."""
        wanted = {name: value for name in ("time", "type", "lon", "lat", "place") if (value := getattr(self, name))}
        missing = [f"--{name} {value}" for name, value in wanted.items() if value not in header]
        if missing:
            raise BadLayout(f"no such column: {', '.join(missing)}; the file has {', '.join(header)}")


PLAIN = Layout("time", "type", "lon", "lat", "place")
PRESETS = {
    "montgomery": Layout("timeStamp", "title", "lng", "lat", "twp", keywords=MONTGOMERY),
    "boone": Layout("CallTime", "Nature", "lon_derived", "lat_derived", "Agency", keywords=BOONE),
    "boston": Layout("open_dt", "type", "longitude", "latitude", "neighborhood", "grid", BOSTON),
}
