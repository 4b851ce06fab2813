"""How long to wait before trying again: doubling, capped, with jitter so that replicas do not march in step."""

from __future__ import annotations

import random


class Backoff:
    """Waits of `first_s`, twice that, and so on up to `cap_s`, each shortened by up to a quarter at random."""

    def __init__(self, first_s: float = 0.1, cap_s: float = 5.0) -> None:
        self._first_s, self._cap_s = first_s, cap_s
        self._next_s = first_s

    def next(self) -> float:
        """Return the next wait in seconds."""
        wait, self._next_s = self._next_s, min(self._cap_s, self._next_s * 2)
        return wait * random.uniform(0.75, 1.0)  # noqa: S311 - jitter, no secret

    def reset(self) -> None:
        """Start again from the first wait, after a success."""
        self._next_s = self._first_s
