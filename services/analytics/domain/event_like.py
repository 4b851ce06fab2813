"""What analytics needs to see of an event; the envelope of the bus has this shape, and so have tests' own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class EventLike(Protocol):
    """An event as read from the log. time: RFC 3339 text; data: the payload that kept its contract."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def time(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def restricted(self) -> bool: ...
