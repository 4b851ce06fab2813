"""How much each target matters: what happened there before at these hours, and how long nobody has been there."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import sqrt

MOST = 100
PLAIN = 10
_DAY = timedelta(days=1)


def weight(incidents: int, most: int, last: datetime | None, idle: int | None, now: datetime) -> int:
    """Return a weight from 1 to 100.

    incidents: counted at the place in the hours planned; most: at the place with most of them. The square root
    keeps a quiet place from being forgotten. Whoever was not visited for long weighs up to twice as much.
    """
    busy = sqrt(incidents / most) if most else 0.0
    limit = timedelta(minutes=idle) if idle else _DAY
    waited = 1.0 if last is None else min(1.0, max(timedelta(), now - last) / (2 * limit))
    return max(1, min(MOST, round((PLAIN + 40 * busy) * (1 + waited))))
