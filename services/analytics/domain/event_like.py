"""What analytics needs to see of an event; the envelope of the bus has this shape, and so have tests' own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class EventLike(Protocol):
    """An event as read from the log; data: the payload that kept its contract."""

    @property
    def id(self) -> str:
        """Unique for ever."""
        ...

    @property
    def type(self) -> str:
        """``<context>.<name>.v<major>``."""
        ...

    @property
    def time(self) -> str:
        """When it was committed, RFC 3339 with an offset."""
        ...

    @property
    def region(self) -> str:
        """Where it was told, a region code."""
        ...

    @property
    def subject(self) -> str:
        """Id of the aggregate that told it."""
        ...

    @property
    def sequence(self) -> int:
        """How many events that aggregate has told, this one included."""
        ...

    @property
    def data(self) -> Mapping[str, Any]:
        """The payload."""
        ...

    @property
    def restricted(self) -> bool:
        """It was on the restricted exchange."""
        ...
