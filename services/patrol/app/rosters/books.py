"""Problems and books of assignments, in pages that are written before anything points to them, and then stay."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from lianfang.persistence.store import AlreadyExists, Document, Insert, Store
from services.patrol.app.beside import Beside, at_once
from services.patrol.app.rosters.storage import PAGES
from services.patrol.domain.rosters.codec import (
    problem_from_json,
    problem_to_json,
    roster_from_json,
    roster_to_json,
)
from services.patrol.domain.rosters.problem import Problem, Roster
from services.patrol.domain.rosters.rota import Attempt, edited

Json = dict[str, Any]

PAGE = 200
"""Assignments a page."""
_CHARS = 256 * 1024
REMEMBERED = 4
"""Problems kept in memory: a stored one never changes."""


class Books:
    """See the module's text."""

    def __init__(self, store: Store, beside: Beside[..., Any] = at_once) -> None:
        """beside: for coding and decoding problems, which of thousands of people takes half a second."""
        self._store = store
        self._coded, self._decoded = beside(_coded), beside(_decoded)
        self._known: OrderedDict[tuple[str, str], Problem] = OrderedDict()

    def keep_problem(self, roster: str, problem: Problem) -> tuple[str, dict[str, Any]]:
        """Store a problem, once, and return its hash and its JSON."""
        data, text, digest = self._coded(problem)
        pieces = [text[at : at + _CHARS] for at in range(0, len(text), _CHARS)]
        self._write(roster, f"problem:{digest}", [{"text": piece} for piece in pieces])
        return digest, data

    def problem(self, roster: str, digest: str) -> Problem:
        """Return a stored problem. Raises ValueError when a page is lost or changed."""
        known = self._known.get((roster, digest))
        if known is None:
            known = self._known[roster, digest] = self._decoded(roster, digest, self._text(roster, digest))[1]
        self._known.move_to_end((roster, digest))
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known

    def problem_json(self, roster: str, digest: str) -> dict[str, Any]:
        """Return a stored problem's JSON. Raises ValueError when a page is lost or changed."""
        found: dict[str, Any] = self._decoded(roster, digest, self._text(roster, digest))[0]
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

    def _text(self, roster: str, digest: str) -> str:
        return "".join(page["text"] for page in self._read(roster, f"problem:{digest}"))

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


def _coded(problem: Problem) -> tuple[Json, str, str]:
    """Return a problem's JSON, its text and the text's hash."""
    data = problem_to_json(problem)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return data, text, hashlib.sha256(text.encode()).hexdigest()


def _decoded(roster: str, digest: str, text: str) -> tuple[Json, Problem]:
    """Return the JSON and the problem of a text. Raises ValueError when it is not the one that was stored."""
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise ValueError(f"the problem of roster {roster} is not as it was stored")
    data: Json = json.loads(text)
    return data, problem_from_json(data)
