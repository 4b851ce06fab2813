"""What shifts ask of people, posts, rules, rosters, credits and jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from lianfang.persistence.aggregate import Command
from services.patrol.domain.people.person import Person
from services.patrol.domain.policy import Policy
from services.patrol.domain.posts.post import Post


class Rules(Protocol):
    """Tells a county's policy."""

    def for_county(self, county: str) -> Policy:
        """Return the rules in force."""


class People(Protocol):
    """The people of the forces."""

    def get(self, id: str) -> Person | None:
        """Return one person, None for one who is not there."""

    def of_unit(self, unit: str) -> Iterable[Person]:
        """Return all people of a unit, in any state."""


class Posts(Protocol):
    """The posts."""

    def get(self, id: str) -> Post:
        """Return one. Raises LookupError for one that is not there."""


class Credits(Protocol):
    """Served hours and points."""

    def credit(self, person: str, shift: str, place: int, minutes: int, points: int, at: datetime) -> object:
        """Note what somebody served; noting the same shift and place again changes nothing."""


class Jobs(Protocol):
    """Durable work in another process."""

    def ask(
        self, kind: str, owner_ref: str, payload: Mapping[str, Any], *, seconds: float, command: Command,
        region: str = "",
    ) -> str:  # fmt: skip
        """Have work done; the same command is the same job. Return its id."""

    def require_room(self, region: str) -> None:
        """Raise Refused when too much is being worked on for a region already; before anything is stored."""
