"""One run of a solver: how long it may take, whether somebody called it off, and what it tells meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[dict[str, object]], None]


def quiet(_told: dict[str, object]) -> None:
    """Tell nobody."""


def never() -> bool:
    """Nobody calls it off."""
    return False


@dataclass(slots=True)
class Run:
    """A time limit in seconds, a way to call it off, and a listener."""

    seconds: float
    threads: int = 1
    progress: Progress = quiet
    cancelled: Callable[[], bool] = never
    started: float = 0.0
    best: int | None = None
    bound: int | None = None

    def __post_init__(self) -> None:
        """Start the watch."""
        self.started = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.seconds - self.elapsed)

    @property
    def over(self) -> bool:
        """Tell whether to stop now."""
        return self.left <= 0 or self.cancelled()

    def tell(self, message: str, *, share: float | None = None) -> None:
        """Tell how far it is; share: 0 to 1, from the time when not known better."""
        part = min(1.0, self.elapsed / self.seconds if self.seconds > 0 else 1.0) if share is None else share
        self.progress(
            {
                "share": round(part, 3),
                "best": self.best,
                "bound": self.bound,
                "elapsed_s": round(self.elapsed, 2),
                "message": message,
            }
        )
