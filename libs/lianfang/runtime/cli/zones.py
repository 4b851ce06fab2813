"""Time zones by name."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lianfang.runtime.operating.failure import BadInput


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone. Raises BadInput."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"--timezone {name!r} is unknown; write it like America/New_York") from None
