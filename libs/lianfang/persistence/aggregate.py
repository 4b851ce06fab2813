"""Aggregates with their outbox inside: one compare-and-set write makes state, events and handled ids durable.

A use case changes one aggregate. Its document carries the state, the events not yet published, and the ids of the
commands and messages already handled, so no transaction over several documents is needed and the promise holds on
SQLite and on any MongoDB topology. See docs/architecture.md, "Outbox inside the aggregate".
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.ops import faults
from lianfang.ops.tracing import spans
from lianfang.ops.tracing.spans import Kind
from lianfang.ops.tracing.words import present, uuid_or_nothing, word_or_nothing
from lianfang.persistence.handled import HandledLog, Repeat
from lianfang.persistence.store import AlreadyExists, Collection, Conflict, Document, Index, Store

S = TypeVar("S")
_EVENT_IDS = uuid.UUID("5b3d5c52-9f6a-5d0e-8a37-1f6c1f5f7a11")
MAX_ATTEMPTS = 25


@dataclass(frozen=True, slots=True)
class Command:
    """Who asks, and under which id the asking is remembered.

    id: a repeat with the same id has no second effect and gets the first result.
    body_hash: hash of what was asked; another body under the same id is refused (ReusedId).
    """

    id: str
    actor: str = ""
    body_hash: str = ""
    correlation: str = ""
    causation: str = ""
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as the domain knows it: its type, what it says, where it belongs, whom it addresses."""

    type: str
    data: Mapping[str, Any]
    region: str
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class Change(Generic[S]):
    """What a use case decided.

    state: the new state; None leaves it, its keys and its deadline, and records only events and the handled id.
    due: when the earliest deadline of the aggregate falls, for the timer; None: no deadline.
    keys: values for the collection's extra indexes, by name.
    """

    state: S | None
    events: Sequence[NewEvent] = ()
    result: Any = None
    due: datetime | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a use case ended. `repeated`: the command had been handled before, this is its first result."""

    id: str
    version: int
    result: Any
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Stored(Generic[S]):
    """An aggregate as read: `version` counts domain changes (the ETag), `revision` storage writes."""

    id: str
    state: S
    version: int
    revision: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A committed document with events to publish, handed to the relay."""

    collection: str
    document: Document


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written. before: the stored document, None when there is none."""

    before: Document | None
    fresh: Document
    result: Any


def collection(name: str, *extra: Index) -> Collection:
    """Declare a collection of aggregates: extra indexes lie under ``keys.<name>``."""
    return Collection(name, (Index("pending_since", "pending_since"), Index("due", "due"), *extra))


def key(name: str, many: bool = False) -> Index:
    """An extra index of an aggregate collection, filled from `Change.keys`."""
    return Index(name, f"keys.{name}", many)


class Aggregates(Generic[S]):
    """All aggregates of one collection, and the use-case runner over them."""

    def __init__(
        self, store: Store, collection: str, *, source: str, clock: Callable[[], datetime],
        hand_over: Callable[[Pending], None], encode: Callable[[S], Any], decode: Callable[[Any], S],
    ) -> None:  # fmt: skip
        """source: CloudEvents source of its events. hand_over: called after each commit that has events."""
        self.store, self.collection, self.source = store, collection, source
        self._clock, self._hand_over, self._encode, self._decode = clock, hand_over, encode, decode
        self._handled = HandledLog(store, collection)

    def get(self, id: str) -> Stored[S] | None:
        """Load one aggregate; None when absent or deleted."""
        document = self.store.get(self.collection, id)
        if document is None or document.get("deleted"):
            return None
        return self.stored(document)

    def stored(self, document: Document) -> Stored[S]:
        """Read a document found by an index."""
        return Stored(document["id"], self._decode(document["state"]), document["version"], document["revision"])

    def execute(self, id: str, command: Command, decide: Callable[[S | None], Change[S]]) -> Outcome:
        """Run `decide` on the aggregate's state and commit what it returns, once per command id.

        `decide` may run several times (after a lost race) and must be pure. Its exceptions pass through and
        nothing is written. Raises ReusedId, Conflict (after many lost races), StoreUnavailable.
        """
        if not spans.on():
            return self._execute(id, command, decide)
        with spans.within(Kind.INTERNAL, f"execute {self.collection}", command.traceparent) as span:
            outcome = self._execute(id, replace(command, traceparent=span.traceparent), decide)
            span.note({
                "lianfang.collection": self.collection, "lianfang.version": outcome.version,
                "lianfang.repeated": outcome.repeated,
                **present(
                    lianfang__aggregate_id=uuid_or_nothing(outcome.id),
                    lianfang__correlation_id=word_or_nothing(command.correlation),
                ),
            })  # fmt: skip
            return outcome

    def _execute(self, id: str, command: Command, decide: Callable[[S | None], Change[S]]) -> Outcome:
        try:
            return self._attempt(id, command, decide)
        except Conflict:  # rare; Retrying costs half a millisecond under eventlet, too much for every command
            pass
        retrying = Retrying(
            retry=retry_if_exception_type(Conflict), stop=stop_after_attempt(MAX_ATTEMPTS),
            wait=wait_random(0, 0.02), reraise=True,
        )  # fmt: skip
        return retrying(self._attempt, id, command, decide)

    def _attempt(self, id: str, command: Command, decide: Callable[[S | None], Change[S]]) -> Outcome:
        draft = self.draft(id, command, decide)
        if isinstance(draft, Outcome):
            return draft
        fresh = self._write(draft)
        faults.here("usecase.after_commit")
        return self.committed(fresh, draft.result)

    def draft(self, id: str, command: Command, decide: Callable[[S | None], Change[S]]) -> Draft | Outcome:
        """Load, decide, and return what is to be written; the first outcome for a command that was handled.

        For `lianfang.persistence.batches`; all others `execute`.
        """
        document = self.store.get(self.collection, id)
        repeat = self._handled.find(document, command)
        if repeat is not None and document is not None:
            return _repeated(document, repeat)
        absent = document is None or document.get("deleted", False)
        state = None if absent or document is None else self._decode(document["state"])
        change = decide(state)
        return Draft(document, self._fresh(document, id, command, change), change.result)

    def committed(self, fresh: Document, result: Any) -> Outcome:
        """Hand a written document's events over, and return the outcome. For `lianfang.persistence.batches`."""
        if fresh["outbox"]:
            self._hand_over(Pending(self.collection, fresh))
        return Outcome(fresh["id"], fresh["version"], result)

    def _fresh(self, document: Document | None, id: str, command: Command, change: Change[S]) -> Document:
        now = self._clock().isoformat()
        base = document or _empty(id)
        events = self._events(base, command, change.events, now)
        fresh = {
            **base,
            "version": base["version"] + 1,
            "sequence": base["sequence"] + len(events),
            "outbox": [*base["outbox"], *events],
            "handled": self._handled.with_entry(base, command, change.result, now),
            "pending_since": base["pending_since"] or (now if events else None),
        }
        if change.state is not None:
            fresh |= {
                "state": self._encode(change.state),
                "keys": dict(change.keys),
                # Stored times are compared as texts, so all are in UTC
                "due": change.due.astimezone(UTC).isoformat() if change.due else None,
                "deleted": False,
            }
        return self._handled.trimmed(fresh)

    def _write(self, draft: Draft) -> Document:
        if draft.before is None:
            try:
                return self.store.insert(self.collection, draft.fresh)
            except AlreadyExists:
                raise Conflict(f"{self.collection}/{draft.fresh['id']} was created by another") from None
        return self.store.replace(self.collection, draft.fresh, draft.before["revision"])

    def _events(self, base: Document, command: Command, new: Sequence[NewEvent], now: str) -> list[dict[str, Any]]:
        built = []
        for number, item in enumerate(new, base["sequence"] + 1):
            contract = contract_of(item.type)
            contract.check(item.data)
            name = f"{self.collection}/{base['id']}/{number}/{command.id}"
            event = Event(
                id=str(uuid.uuid5(_EVENT_IDS, name)), type=item.type, source=self.source, subject=base["id"],
                time=now, region=item.region, data=item.data, sequence=number, addressee=item.addressee,
                correlationid=command.correlation, causationid=command.causation or command.id,
                traceparent=command.traceparent, restricted=contract.restricted(item.data),
            )  # fmt: skip
            built.append(event.to_dict())
        return built


def _empty(id: str) -> Document:
    return {
        "id": id, "revision": 0, "version": 0, "sequence": 0, "state": None, "keys": {}, "outbox": [],
        "handled": {}, "handled_archived": False, "pending_since": None, "due": None, "deleted": False,
    }  # fmt: skip


def _repeated(document: Document, repeat: Repeat) -> Outcome:
    return Outcome(document["id"], document["version"], repeat.result, repeated=True)
