"""What patrols ask of shifts, posts and rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from lianfang.persistence.aggregate import Command
from services.patrol.domain.policy import Policy
from services.patrol.domain.posts.post import Post
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.span import Span

Arrive = Callable[[str, str, datetime, Command], Any]
"""Notes that a person came to a shift at a time; raises Refused."""

Visited = Callable[[str, str, datetime, Command], None]
"""Told a unit's post, the full id of the mark where its people are, since when, and under which command."""


def nobody_sees(_post: str, _mark: str, _at: datetime, _command: Command) -> None:
    """Nobody is to know."""


class Shifts(Protocol):
    """Published shifts."""

    def get(self, id: str) -> Any:
        """Return one, as the attribute `shift` of what is returned; None when there is none."""

    def of_person(self, person: str, span: Span) -> Sequence[Shift]:
        """Return the shifts in which somebody has a place and that meet a span."""

    def of_post(self, post: str, span: Span) -> Sequence[Shift]:
        """Return the shifts at a post that meet a span."""

    def changed_since(self, cursor: str = "", limit: int = 500) -> tuple[Sequence[Shift], str]:
        """Return shifts that changed since the cursor, oldest change first, and the next cursor."""


class Posts(Protocol):
    """The posts."""

    def get(self, id: str) -> Post:
        """Return one. Raises LookupError for one that is not there."""

    def of_unit(self, unit: str) -> Sequence[Post]:
        """Return those that a unit mans."""


class Rules(Protocol):
    """Tells a county's policy."""

    def for_county(self, county: str) -> Policy:
        """Return the rules in force."""


class NoSuchPatrol(LookupError):
    """There is no such patrol; the message is fit for callers."""

    def __init__(self) -> None:
        super().__init__("There is no such patrol, or it is not yours to see.")


class NoSuchMark(LookupError):
    """There is no such mark; the message is fit for callers."""

    def __init__(self, mark: str) -> None:
        super().__init__(f"There is no mark {mark}.")
