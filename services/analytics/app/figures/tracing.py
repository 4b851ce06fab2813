"""From a figure back to its events: the facts that were counted, page by page, in the order they became true."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from services.analytics.app.figures.counting import Query
from services.analytics.app.figures.scope import AT, Scope
from services.analytics.app.figures.selecting import FACT_COLUMNS, chosen
from services.analytics.domain.figures.figure import Selection
from services.analytics.domain.figures.value import Traced

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT = FACT_COLUMNS.index(AT)


@dataclass(frozen=True, slots=True)
class TracedPage:
    """Facts behind a figure. cursor: for the next page, None at the end."""

    facts: tuple[Traced, ...]
    cursor: str | None


def trace(
    query: Query, selection: Selection, scope: Scope, asked: str, cursor: str | None, limit: int
) -> TracedPage:
    """Return up to `limit` facts after `cursor`.

    asked: what the page is of (figure, place, period …); a cursor of anything else is refused with a ValueError.
    """
    sql = chosen(selection, scope)
    columns = ", ".join(f"epoch_us({each})" if each == AT else each for each in FACT_COLUMNS)
    extra = "".join(f", e{number}" for number in range(len(selection.evidence)))
    sql.add(f"SELECT {columns}{extra} FROM chosen")  # noqa: S608
    if cursor is not None:
        sql.add(f"WHERE (epoch_us({AT}), event_id, kind, other) > (?, ?, ?, ?)", *_read(cursor, asked))
    sql.add(f"ORDER BY {AT}, event_id, kind, other LIMIT ?", limit + 1)
    found = [_traced(row) for row in query(sql.text, sql.params)]
    more = len(found) > limit
    page = tuple(found[:limit])
    return TracedPage(page, _write(page[-1], asked) if more else None)


def _traced(row: tuple[Any, ...]) -> Traced:
    event_id, kind, at, region, subject, other, word, category, team, ring, value = row[: len(FACT_COLUMNS)]
    evidence = tuple(each for each in row[len(FACT_COLUMNS) :] if each is not None)
    moment = _EPOCH + timedelta(microseconds=at)
    return Traced(event_id, kind, moment, region, subject, other, word, category, team, ring, value, evidence)


def _mark(asked: str) -> str:
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def _write(last: Traced, asked: str) -> str:
    at = (last.at - _EPOCH) // timedelta(microseconds=1)
    text = json.dumps([_mark(asked), at, last.event_id, last.kind, last.other], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, asked: str) -> tuple[int, str, str, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, RecursionError, binascii.Error):
        raise ValueError("this is no cursor") from None
    match parts:
        case [mark, int() as at, str() as event_id, str() as kind, str() as other] if mark == _mark(asked):
            if isinstance(at, bool) or abs(at) > 2**62:
                raise ValueError("this is no cursor")
            return at, event_id, kind, other
        case _:
            raise ValueError("this cursor belongs to another figure, place or period")
