"""Reading a moment: RFC 3339, or how long ago (90s, 30m, 6h, 7d)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from lianfang.runtime.operating.failure import BadInput

_AGO = re.compile(r"(\d+)([smhd])\Z")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(text: str, option: str = "--since") -> datetime:
    """Return the moment in UTC. Raises BadInput."""
    if ago := _AGO.match(text.strip()):
        return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"{option} {text!r} is no time: write 2025-03-01T08:00:00+08:00, or how long ago: 6h"
        ) from None
    if found.tzinfo is None:
        raise BadInput(f"{option} {text!r} lacks its offset: write {text}+08:00 or {text}Z")
    return found.astimezone(UTC)
