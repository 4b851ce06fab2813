"""Questions to the facts for scorecards and reviews, in SQL. Read-only; restricted facts are counted too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.analytics.domain.wanted import Row, Span, Wanted

Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""`Base.query` of the live base, which runs in a real thread beside an event loop."""
_ROW = 'event_id, kind, "at", region, subject, category, word, team, value, other, restricted'
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Sum:
    """What some facts come to: their number, and their values added."""

    count: int = 0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When a report counts as true. closed_as: only when it was closed as one of these words.

    Else when it was closed as anything but `unless`, or was reported before `unclosed_before` and not closed so.
    """

    unclosed_before: datetime
    unless: tuple[str, ...] = ()
    closed_as: tuple[str, ...] = ()


class Asking:
    """See the module's text. Each method raises what the base raises (NotReady)."""

    def __init__(self, query: Query) -> None:
        """query: of the base."""
        self._query = query

    def sums(self, wanted: Wanted, span: Span, column: str, keys: Sequence[str]) -> dict[str, Sum]:
        """Return the sum for each of `keys` that has any. column: ``team`` or ``other`` (a person)."""
        if column not in ("team", "other"):
            raise ValueError(column)
        where, params = _where(wanted, span)
        found = self._query(
            f"SELECT {column}, count(*), sum(value) FROM facts WHERE {where}"  # noqa: S608 - columns of ours
            f" AND {column} IN (SELECT unnest(?)) GROUP BY 1",
            [*params, list(keys)],
        )
        return {key: Sum(count, float(total)) for key, count, total in found}

    def sum_at(self, wanted: Wanted, span: Span, place: str) -> Sum:
        """Return the sum of a place, given as a region code."""
        where, params = _where(wanted, span)
        sql = f"SELECT count(*), sum(value) FROM facts WHERE {where} AND starts_with(region, ?)"  # noqa: S608
        ((count, total),) = self._query(sql, [*params, place])
        return Sum(count, float(total or 0.0))

    def rows_of(self, wanted: Wanted, span: Span, column: str, keys: Sequence[str]) -> list[Row]:
        """Return the facts that name one of `keys` in `column` (``team`` or ``other``), by time."""
        if column not in ("team", "other"):
            raise ValueError(column)
        where, params = _where(wanted, span)
        sql = (
            f"SELECT {_ROW} FROM facts WHERE {where} AND {column} IN (SELECT unnest(?))"  # noqa: S608
            ' ORDER BY "at", event_id, kind, other'
        )
        return [_row(raw) for raw in self._query(sql, [*params, list(keys)])]

    def rows_at(self, wanted: Wanted, span: Span, place: str, most: int = MOST_ROWS) -> list[Row]:
        """Return the facts of a place, the newest first, `most` of them."""
        where, params = _where(wanted, span)
        sql = (
            f"SELECT {_ROW} FROM facts WHERE {where} AND starts_with(region, ?)"  # noqa: S608
            f' ORDER BY "at" DESC, event_id, kind, other LIMIT {int(most)}'
        )
        return [_row(raw) for raw in self._query(sql, [*params, place])]

    def rows_in(self, wanted: Wanted, span: Span, counties: Sequence[str], confirmed: Confirmed) -> list[Row]:
        """Return the last fact of each incident of counties that is confirmed, by time."""
        where, params = _where(wanted, span)
        closed = "SELECT subject FROM facts WHERE kind = 'incident_closed'"
        sql = f"SELECT {_ROW} FROM facts WHERE {where} AND left(region, 6) IN (SELECT unnest(?))"  # noqa: S608
        params.append(list(counties))
        if confirmed.closed_as:
            sql += f" AND subject IN ({closed} AND word IN (SELECT unnest(?)))"
            params.append(list(confirmed.closed_as))
        else:
            sql += (
                f' AND ("at" < ? OR subject IN ({closed}))'
                f" AND subject NOT IN ({closed} AND word IN (SELECT unnest(?)))"
            )
            params += [_naive(confirmed.unclosed_before), list(confirmed.unless)]
        sql += " QUALIFY row_number() OVER (PARTITION BY kind, subject ORDER BY sequence DESC, event_id) = 1"
        return [_row(raw) for raw in self._query(sql + ' ORDER BY "at", event_id, other', params)]

    def counties(self, span: Span) -> list[str]:
        """Return the counties in which anything happened."""
        sql = (
            "SELECT DISTINCT left(region, 6) FROM facts"
            ' WHERE "at" >= ? AND "at" < ? AND length(region) >= 6 ORDER BY 1'
        )
        return [county for (county,) in self._query(sql, [_naive(span.start), _naive(span.end)])]

    def place_of(self, incident: str, otherwise: str) -> str:
        """Return where an incident was by the last correction of its place."""
        sql = (
            "SELECT region FROM facts WHERE kind = 'place_corrected' AND subject = ?"
            ' ORDER BY "at" DESC, sequence DESC LIMIT 1'
        )
        found = self._query(sql, [incident])
        return found[0][0] if found else otherwise

    def team_of(self, incident: str) -> str:
        """Return the team that was asked first, "" when none was."""
        sql = (
            "SELECT team FROM facts WHERE kind = 'task_requested' AND subject = ?"
            ' ORDER BY "at", sequence, team LIMIT 1'
        )
        found = self._query(sql, [incident])
        return found[0][0] if found else ""


def _where(wanted: Wanted, span: Span) -> tuple[str, list[Any]]:
    parts = ['kind IN (SELECT unnest(?)) AND "at" >= ? AND "at" < ?']
    params: list[Any] = [list(wanted.kinds), _naive(span.start), _naive(span.end)]
    if wanted.words:
        parts.append("word IN (SELECT unnest(?))")
        params.append(list(wanted.words))
    if wanted.categories:
        parts.append("(" + " OR ".join(["starts_with(category, ?)"] * len(wanted.categories)) + ")")
        params.extend(wanted.categories)
    return " AND ".join(parts), params


def _naive(moment: datetime) -> datetime:
    """The base keeps UTC without offset."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _row(raw: Sequence[Any]) -> Row:
    event_id, kind, at, *rest = raw
    return Row(event_id, kind, at.replace(tzinfo=UTC), *rest)
