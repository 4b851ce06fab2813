"""What analytics needs of its base: facts added once, questions in SQL, the board's changes in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.analytics.domain.board.item import BoardItem
from services.analytics.domain.facts.fact import Fact

ItemKey = tuple[str, str]
"""(kind, id) of a board item."""
Origin = tuple[str, str]
"""(source, subject) of an aggregate: who numbers its events."""
Range = tuple[int, int]
"""First and last number, both included."""


class NotReady(Exception):
    """The base isn't open in this process (yet): another one owns its files, or it is starting. Try again."""


class Rebuilding(Exception):
    """A rebuild is under way; one at a time."""


class QueryRefused(ValueError):
    """The base can't answer this SQL; the message says why."""


class BatchRefused(ValueError):
    """Something in the batch is not of a kind that the base can keep; nothing of it was added. Not for trouble with
    the disk or the file: the same batch would be refused again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Which of an aggregate's events have come: all of 1 to `last` but those in `missing`, ascending."""

    last: int = 0
    missing: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something is known to be lacking. where: a stream's name; first, last: offsets. why: one line for people."""

    where: str
    first: int
    last: int
    found_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a stretch of one stream says; it is added whole or not at all.

    next_offset: where the stream is to be read on. places: the offset of each fact's event, in the facts' order,
    or none (then they come from no log). items: the board's items as they are after it, changed ones only.
    seen: the aggregates' numbers as they are after it. mark: of the stretch's last message, see `mark_of`.
    """

    stream: str
    next_offset: int
    facts: Sequence[Fact] = ()
    places: Sequence[int] = ()
    items: Sequence[BoardItem] = ()
    seen: Mapping[Origin, Seen] | None = None
    gaps: Sequence[Gap] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """How many facts were new, and how many had been there."""

    new: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A board item with the number of its last change; numbers only grow, also over a rebuild."""

    number: int
    item: BoardItem


class Base(Protocol):
    """Holds facts, board, offsets and gaps. One process writes; any of its threads may ask.

    Tables for `query`: facts (the fields of Fact; ``"at"`` is a reserved word and wants its quotes, its values are
    UTC without offset), board, offsets, sequences (missing: JSON ranges), gaps.
    """

    def add(self, batch: Batch) -> Added:
        """Add a batch in one transaction; facts that are there already (event id, kind, other) change nothing.

        Raises BatchRefused, NotReady, and what trouble with the disk raises.
        """

    def offset(self, stream: str) -> int | None:
        """Return where the stream is to be read on, None when nothing of it was added."""

    def items(self, keys: Iterable[ItemKey]) -> dict[ItemKey, BoardItem]:
        """Return those of these board items that there are, gone ones too."""

    def seen(self, origins: Iterable[Origin]) -> dict[Origin, Seen]:
        """Return what has come of these aggregates, those only of which anything has."""

    def changed(self, after: int, regions: Sequence[str], limit: int, *, restricted: bool = False) -> list[Changed]:
        """Return what changed after the change number `after`, oldest first, at most `limit`; gone items too.

        regions: code prefixes, "" for all. restricted: whether the caller may see restricted items.
        """

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT. Raises QueryRefused, and NotReady."""

    def close(self) -> None:
        """Let go of the files; what was added is durable."""


class Projection(Protocol):
    """Keeps the base up to date in this process, and rebuilds it when asked."""

    def tick(self) -> bool:
        """Open the base as soon as nobody else has its files; return whether it is open."""

    def problem(self) -> str | None:
        """Return why figures are not up to date here, None when they are."""

    def rebuild(self, *, anyway: bool = False) -> Any:
        """Begin a rebuild beside the base in use. Raises Rebuilding, NotReady.

        anyway: swap even if the same reading of the same log gave something else.
        """

    def status(self) -> dict[str, Any]:
        """Return how far it is, JSON-ready. Raises NotReady."""

    def close(self) -> None:
        """Let go of the base."""
