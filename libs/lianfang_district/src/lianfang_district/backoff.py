"""Growing pauses."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses in seconds that double from `first_s` up to `limit_s`, each cut by chance to at least a half.

    Chance keeps all districts from coming back in the same moment after a broker's restart.
    """

    first_s: float = 0.5
    limit_s: float = 30.0

    def pause(self, attempt: int) -> float:
        """Return the pause after the failed attempt number `attempt` (1 is the first)."""
        full = min(self.limit_s, self.first_s * 2.0 ** min(attempt - 1, 30))
        return full * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
