"""What runs for as long as a ``with`` block does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class WhileNeeded(ABC):
    """Started at the beginning of a ``with`` block, and stopped at its end, whatever happened in it."""

    @abstractmethod
    def start(self) -> None:
        """Begin; return when it can be used."""

    @abstractmethod
    def stop(self) -> None:
        """End it."""

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()
