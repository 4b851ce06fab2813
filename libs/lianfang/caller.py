"""Who asks, as use cases know it: what a token says, without the web."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Caller(Protocol):
    """A caller as its token describes it; `lianfang.web.access.Caller` is one."""

    @property
    def subject(self) -> str:
        """Who; a mediator's is its id on the roster."""

    @property
    def roles(self) -> Collection[str]:
        """What it may do."""

    @property
    def region(self) -> str:
        """Prefix of all regions it sees, empty for the country."""

    @property
    def team(self) -> str:
        """Full team id, or empty."""
