"""Calendar feeds behind a secret address. Only a hash of the secret is stored, and it can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Eq, Store

NAME = "feeds"
Render = Callable[["Feed"], bytes]
"""Makes the iCalendar text of a feed."""


class NoFeed(Exception):
    """There is no such feed, or it was revoked."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Who may read what. owner: as the service names it. digest: SHA-256 of the secret, empty once revoked."""

    owner: str
    title: str
    digest: str
    made_at: str
    made_by: str


def collections() -> tuple[Collection, ...]:
    """Declare the collection."""
    return collection(NAME, key("digest")), archive(NAME)


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], source: str
) -> Aggregates[Feed]:
    """Return the runner over feeds; each owner has one. source: the service's, as its events name it."""
    return Aggregates(store, NAME, source=source, clock=clock, hand_over=hand_over, encode=asdict, decode=_read)


class Feeds:
    """See the module's text."""

    def __init__(
        self, feeds: Aggregates[Feed], render: Render, clock: Callable[[], datetime],
        new_secret: Callable[[], str] = secrets.token_urlsafe,
    ) -> None:  # fmt: skip
        """new_secret: makes a secret of at least 256 bits, fit for an address."""
        self._feeds, self._render, self._clock, self._new_secret = feeds, render, clock, new_secret

    def put(self, owner: str, title: str, command: Command) -> str:
        """Make the owner's feed and return its secret, told this once; an older secret opens nothing any more.

        A repeat of the command returns "": the secret is not stored, so whoever lost the answer makes a new one.
        """
        secret = self._new_secret()
        feed = Feed(owner, title, _digest(secret), self._clock().isoformat(), command.actor)
        outcome = self._feeds.execute(owner, command, lambda _before: _change(feed))
        return "" if outcome.repeated else secret

    def revoke(self, owner: str, command: Command) -> None:
        """Let the owner's feed open nothing any more. Raises NoFeed when there never was one."""

        def decide(feed: Feed | None) -> Change[Feed]:
            if feed is None:
                raise NoFeed("There is no such feed.")
            return _change(replace(feed, digest=""))

        self._feeds.execute(owner, command, decide)

    def read(self, secret: str) -> bytes:
        """Return the calendar behind a secret. Raises NoFeed."""
        found = self._feeds.store.find(NAME, Eq("digest", _digest(secret)), limit=1).documents
        if not found:
            raise NoFeed("There is no such feed, or it was revoked.")
        return self._render(_read(found[0]["state"]))


def _change(feed: Feed) -> Change[Feed]:
    return Change(feed, keys={"digest": feed.digest or None})


def _digest(secret: str) -> str:
    # The secret is 256 random bits, so it needs no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(data: dict[str, Any]) -> Feed:
    return Feed(**data)
