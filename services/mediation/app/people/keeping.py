"""One person's document under compare-and-set: statements are added or corrected, never lost."""

from __future__ import annotations

from collections.abc import Callable

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

from lianfang.persistence.store import AlreadyExists, Conflict, Document, Store
from services.mediation.app.people.documents import PEOPLE, Statement, document_of, statements_of

_ATTEMPTS = 25


def keep(store: Store, person: str, statement: Statement) -> None:
    """Add the statement to a person, new or known; one with the same ref is replaced. Raises Conflict."""

    def added(known: list[Statement]) -> list[Statement]:
        others = [each for each in known if each.ref != statement.ref]
        return [*others, statement] if len(others) == len(known) else [
            statement if each.ref == statement.ref else each for each in known
        ]  # fmt: skip

    change(store, person, added)


def change(store: Store, person: str, decide: Callable[[list[Statement]], list[Statement]]) -> None:
    """Write what `decide` makes of a person's statements; it may run several times. Raises Conflict."""
    retrying = Retrying(
        retry=retry_if_exception_type((Conflict, AlreadyExists)), stop=stop_after_attempt(_ATTEMPTS),
        wait=wait_random(0, 0.02), reraise=True,
    )  # fmt: skip
    retrying(_attempt, store, person, decide)


def _attempt(store: Store, person: str, decide: Callable[[list[Statement]], list[Statement]]) -> None:
    found: Document | None = store.get(PEOPLE, person)
    known = statements_of(found) if found else []
    wanted = decide(known)
    if wanted == known:
        return
    fresh = document_of(person, wanted)
    if found is None:
        store.insert(PEOPLE, fresh)
    else:
        store.replace(PEOPLE, fresh, found["revision"])
