"""Jobs and the pages of what they are given and give, in the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from lianfang.persistence.store import (
    AlreadyExists,
    Collection,
    Conflict,
    Document,
    Eq,
    Index,
    Insert,
    Range,
    Store,
    StoreUnavailable,
)
from services.patrol.app.jobs.job import Job, Pages, decode, encode

JOBS, PAGES = "jobs", "job_pages"
PAGE_BYTES = 512 * 1024
_AT_ONCE = 8
_TRIES = 25


class UnknownJob(LookupError):
    """There is no such job; the message is fit for callers."""


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare before use. open: the region of a job while it is not over."""
    return (
        Collection(
            JOBS,
            (Index("due", "job.due"), Index("lane", "lane"), Index("owner", "job.owner"), Index("open", "open")),
        ),
        Collection(PAGES),
    )


class JobDocuments:
    """One document a job; all changes are compare-and-set."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, job: Job, lane: str, body_hash: str) -> None:
        """Store a new job. Raises AlreadyExists, StoreUnavailable."""
        self._store.insert(JOBS, {"id": job.id, "lane": lane, "body_hash": body_hash, **_stored(job)})

    def body_hash(self, id: str) -> str | None:
        """Return the hash of what was asked, None when there is no such job."""
        document = self._store.get(JOBS, id)
        return None if document is None else document["body_hash"]

    def get(self, id: str) -> Job:
        """Return a job. Raises UnknownJob, StoreUnavailable."""
        return decode(self._document(id)["job"])

    def change(self, id: str, decide: Callable[[Job], Job | None]) -> Job | None:
        """Make the job what `decide` returns, and return that; None from it: nothing is written.

        Raises UnknownJob, Conflict after many lost races, StoreUnavailable.
        """
        for _ in range(_TRIES):
            document = self._document(id)
            fresh = decide(decode(document["job"]))
            if fresh is None:
                return None
            try:
                self._store.replace(JOBS, {**document, **_stored(fresh)}, document["revision"])
            except Conflict:
                continue
            return fresh
        raise Conflict(f"job {id} is changed by too many at once")

    def due(self, lane: str, now: datetime, limit: int = 20) -> list[Job]:
        """Return the jobs of a lane that a process is to look after now, longest due first."""
        where = Eq("lane", lane), Range("due", high=now.isoformat())
        return [decode(each["job"]) for each in self._store.find(JOBS, *where, sort="due", limit=limit).documents]

    def open_in(self, region: str) -> int:
        """Return how many jobs of a region wait or run."""
        return self._store.count(JOBS, Eq("open", region))

    def of_owner(self, owner: str) -> list[Job]:
        """Return the jobs of an owner, oldest first."""
        found = [decode(each["job"]) for each in self._store.find(JOBS, Eq("owner", owner), limit=500).documents]
        return sorted(found, key=lambda job: job.asked_at)

    def _document(self, id: str) -> Document:
        document = self._store.get(JOBS, id)
        if document is None:
            raise UnknownJob(f"There is no job {id}.")
        return document


class JobPages:
    """JSON documents of any size, in pages. They lie there before the job's document names them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, job_id: str, document: Any) -> Pages:
        """Store a document for a job; doing it again is harmless. Raises StoreUnavailable."""
        text = json.dumps(document, separators=(",", ":"))  # ASCII, so characters are bytes
        pages = Pages(hashlib.sha256(text.encode()).hexdigest()[:16], -(-len(text) // PAGE_BYTES))
        inserts = [
            Insert(PAGES, {"id": id, "text": text[number * PAGE_BYTES : (number + 1) * PAGE_BYTES]})
            for number, id in enumerate(_ids(job_id, pages))
        ]
        for first in range(0, len(inserts), _AT_ONCE):
            for error in self._store.bulk(inserts[first : first + _AT_ONCE]).errors:
                if error is not None and not isinstance(error, AlreadyExists):
                    raise error
        return pages

    def texts(self, job_id: str, pages: Pages) -> Iterator[str]:
        """Yield the pieces of a document's JSON. Raises StoreUnavailable when a page isn't there (yet)."""
        for id in _ids(job_id, pages):
            page = self._store.get(PAGES, id)
            if page is None:
                raise StoreUnavailable(f"page {id} of a job is not there")
            yield page["text"]

    def read(self, job_id: str, pages: Pages) -> Any:
        """Return a document. Raises StoreUnavailable."""
        return json.loads("".join(self.texts(job_id, pages)))

    def drop(self, job_id: str, pages: Pages) -> None:
        """Remove a document. Raises StoreUnavailable."""
        for id in _ids(job_id, pages):
            page = self._store.get(PAGES, id)
            if page is not None:
                try:
                    self._store.delete(PAGES, id, page["revision"])
                except Conflict:
                    continue  # another process removed it


def _stored(job: Job) -> Document:
    return {"job": encode(job), "open": None if job.over else job.region}


def _ids(job_id: str, pages: Pages) -> list[str]:
    return [f"{job_id}-{pages.digest}-{number:05d}" for number in range(pages.count)]
