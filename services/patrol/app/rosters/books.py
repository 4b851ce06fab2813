"""Problems and books of assignments, in pages that are written before anything points to them, and then stay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from lianfang.persistence.store import AlreadyExists, Document, Insert, Store
from services.patrol.app.rosters.storage import PAGES
from services.patrol.domain.rosters.codec import (
    problem_from_json,
    problem_to_json,
    roster_from_json,
    roster_to_json,
)
from services.patrol.domain.rosters.problem import Problem, Roster
from services.patrol.domain.rosters.rota import Attempt, edited

PAGE = 200
"""Assignments a page."""
_CHARS = 256 * 1024


class Books:
    """See the module's text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep_problem(self, roster: str, problem: Problem) -> tuple[str, dict[str, Any]]:
        """Store a problem, once, and return its hash and its JSON."""
        data = problem_to_json(problem)
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        pieces = [text[at : at + _CHARS] for at in range(0, len(text), _CHARS)]
        self._write(roster, f"problem:{digest}", [{"text": piece} for piece in pieces])
        return digest, data

    def problem(self, roster: str, digest: str) -> Problem:
        """Return a stored problem. Raises ValueError when a page is lost or changed."""
        return problem_from_json(self.problem_json(roster, digest))

    def problem_json(self, roster: str, digest: str) -> dict[str, Any]:
        """Return a stored problem's JSON. Raises ValueError when a page is lost or changed."""
        text = "".join(page["text"] for page in self._read(roster, f"problem:{digest}"))
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            raise ValueError(f"the problem of roster {roster} is not as it was stored")
        found: dict[str, Any] = json.loads(text)
        return found

    def keep(self, roster: str, book: Roster) -> str:
        """Store assignments, once, and return their hash, by which they are found."""
        places = roster_to_json(book)
        digest = hashlib.sha256(json.dumps(places).encode()).hexdigest()
        pages = [places[at : at + PAGE] for at in range(0, len(places), PAGE)] or [[]]
        self._write(roster, f"book:{digest}", [{"places": page} for page in pages])
        return digest

    def roster(self, roster: str, attempt: Attempt) -> Roster:
        """Return an attempt's assignments with what was changed by hand. Raises ValueError when a page is lost."""
        pages = self._read(roster, f"book:{attempt.book}")
        book = roster_from_json(place for page in pages for place in page["places"])
        return edited(book, attempt.edits)

    def _write(self, roster: str, name: str, pages: Sequence[dict[str, Any]]) -> None:
        inserts = [
            Insert(PAGES, {"id": f"{roster}:{name}:{number}", "roster": roster, "of": len(pages), **page})
            for number, page in enumerate(pages)
        ]
        for error in self._store.bulk(inserts).errors:
            # AlreadyExists: this same page was written before a crash, or by another process
            if error is not None and not isinstance(error, AlreadyExists):
                raise error

    def _read(self, roster: str, name: str) -> list[Document]:
        first = self._store.get(PAGES, f"{roster}:{name}:0")
        if first is None:
            raise ValueError(f"roster {roster} has no {name}")
        rest = [self._store.get(PAGES, f"{roster}:{name}:{number}") for number in range(1, first["of"])]
        pages = [first, *(page for page in rest if page is not None)]
        if len(pages) != first["of"]:
            raise ValueError(f"roster {roster} has {len(pages)} of the {first['of']} pages of {name}")
        return pages
