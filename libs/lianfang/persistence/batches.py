"""Many aggregates changed with one durable flush, as an import does; each is still its own commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lianfang.persistence.aggregate import Aggregates, Change, Command, Draft, Outcome
from lianfang.persistence.store import Insert, Replace

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Item(Generic[S]):
    """One aggregate to change, see `Aggregates.execute`."""

    id: str
    command: Command
    decide: Callable[[S | None], Change[S]]


def execute_all(aggregates: Aggregates[S], items: Sequence[Item[S]]) -> list[Outcome]:
    """Change aggregates of different ids and return their outcomes in order; whoever lost a race is done singly.

    Nothing is written when a decision raises. Raises ValueError for an id that comes twice, and what
    `Aggregates.execute` raises; some may be written then, and a repeat with the same commands does the rest.
    """
    drafts = [aggregates.draft(item.id, item.command, item.decide) for item in items]
    writes = [draft for draft in drafts if isinstance(draft, Draft)]
    operations = [
        Insert(aggregates.collection, draft.fresh)
        if draft.before is None
        else Replace(aggregates.collection, draft.fresh, draft.before["revision"])
        for draft in writes
    ]
    errors = iter(aggregates.store.bulk(operations).errors if operations else ())
    outcomes = []
    for item, draft in zip(items, drafts, strict=True):
        if isinstance(draft, Outcome):
            outcomes.append(draft)
        elif next(errors) is None:
            revision = 1 if draft.before is None else draft.before["revision"] + 1
            outcomes.append(aggregates.committed({**draft.fresh, "revision": revision}, draft.result))
        else:  # a repeat is recognised by the command's id, if the write happened after all
            outcomes.append(aggregates.execute(item.id, item.command, item.decide))
    return outcomes
