"""From a selection to SQL: the facts it takes, with the events that stand as evidence beside each.

Column and table names are ours; every value of a definition or a request is a parameter.
"""

from __future__ import annotations

from services.analytics.app.figures.scope import AT, Scope, Sql, marks, moment
from services.analytics.domain.facts.of_event import ALWAYS_RESTRICTED
from services.analytics.domain.figures.figure import (
    BY_MONTH,
    BY_SLOT,
    FIRST,
    LATEST,
    TO_END,
    WIDER,
    Evidence,
    Selection,
    Standing,
)

FACT_COLUMNS = ("event_id", "kind", AT, "region", "subject", "other", "word", "category", "team", "ring", "value")
_ORDER = f"(sequence, {AT}, event_id)"
_EARLIEST = f"({AT}, sequence, event_id)"
US_PER_MINUTE = 60_000_000.0


def chosen(selection: Selection, scope: Scope) -> Sql:
    """Return ``WITH … chosen AS (…)``: the facts that count, `x` what each stands for, `e0` … their evidence."""
    sql = Sql().add("WITH base AS (")
    _base(sql, selection, scope)
    sql.add(")")
    for number, evidence in enumerate(selection.evidence):
        if not _just_absent(evidence):
            sql.add(f", ev{number} AS (")
            _evidence(sql, evidence, scope)
            sql.add(")")
    sql.add(", joined AS (")
    _joined(sql, selection, scope)
    sql.add("), chosen AS (SELECT * FROM (SELECT * FROM joined")
    if selection.measure == LATEST:
        each = ", ".join(selection.each)
        newest = f"sequence DESC, {AT} DESC, event_id DESC"
        if selection.dated == BY_MONTH:
            newest = f"left(other, 7) DESC, {newest}"
        sql.add(f"QUALIFY row_number() OVER (PARTITION BY {each} ORDER BY {newest}) = 1")
    sql.add(") WHERE true")
    if selection.standing:
        _stands(sql, selection.standing)
    return sql.add(")")


def _stands(sql: Sql, standing: Standing) -> None:
    sql.one_of("word", standing.words)
    if standing.least is not None:
        sql.add("AND value >= ?", standing.least)
    if standing.teams:
        sql.add("AND (" + " OR ".join("team GLOB ?" for _ in standing.teams) + ")", *standing.teams)
    for pattern in standing.not_teams:
        sql.add("AND NOT team GLOB ?", pattern)


def _base(sql: Sql, selection: Selection, scope: Scope) -> None:
    if selection.moved_by:
        sql.add("SELECT f.* REPLACE (CASE WHEN m.subject IS NULL THEN f.region ELSE m.region END AS region,")
        sql.add("CASE WHEN m.subject IS NULL THEN f.ring ELSE m.ring END AS ring) FROM facts f LEFT JOIN (")
        sql.add(f"SELECT subject, arg_max(region, {_ORDER}) AS region, arg_max_null(ring, {_ORDER}) AS ring")
        sql.add("FROM facts WHERE kind = ?", selection.moved_by).near(scope)
        sql.add("GROUP BY subject) m ON m.subject = f.subject")
        place = "(CASE WHEN m.subject IS NULL THEN f.region ELSE m.region END)"
        ring = "(CASE WHEN m.subject IS NULL THEN f.ring ELSE m.ring END)"
    else:
        sql.add("SELECT f.* FROM facts f")
        place, ring = "f.region", "f.ring"
    sql.add(f"WHERE f.kind IN ({marks(selection.kinds)})", *selection.kinds)
    _when(sql, selection, scope)
    if scope.prefix:
        sql.add(f"AND starts_with({place}, ?)", scope.prefix)
    sql.one_of("f.word", selection.words).one_of(ring, selection.rings)
    if selection.categories:
        either = " OR ".join("starts_with(f.category, ?)" for _ in selection.categories)
        sql.add(f"AND ({either})", *selection.categories)
    if selection.least is not None:
        sql.add("AND f.value >= ?", selection.least)
    _visible(sql, scope)


def _when(sql: Sql, selection: Selection, scope: Scope) -> None:
    if selection.dated == BY_SLOT:
        sql.add(f"AND f.other IN ({marks(scope.slots)})", *scope.slots) if scope.slots else sql.add("AND false")
    elif selection.dated == BY_MONTH:
        sql.add("AND left(f.other, 7) <= ?", scope.month)
    else:
        sql.add(f"AND f.{AT} < ?", moment(scope.end))
        if scope.start is not None:
            sql.add(f"AND f.{AT} >= ?", moment(scope.start))


def _visible(sql: Sql, scope: Scope) -> None:
    if scope.restricted:
        return
    # What was sealed at any time is left out of every figure, as a whole: half of it would be a wrong figure, and
    # two figures that differ by it would tell that it is there.
    sql.add("AND NOT f.restricted AND f.subject NOT IN (SELECT subject FROM facts WHERE restricted")
    sql.add(f"AND subject <> '' AND kind NOT IN ({marks(ALWAYS_RESTRICTED)}))", *sorted(ALWAYS_RESTRICTED))


def _just_absent(evidence: Evidence) -> bool:
    """Tell whether all that matters is that there is none: no fact of it need be picked then."""
    return evidence.absent and not (evidence.accepted or evidence.by_then or evidence.within_minutes is not None)


def _evidence(sql: Sql, evidence: Evidence, scope: Scope) -> None:
    same = ", ".join(WIDER[evidence.same])
    pick, order = ("arg_min", _EARLIEST) if evidence.pick == FIRST else ("arg_max", _ORDER)
    sql.add(f"SELECT {same}, unnest(picked) FROM (")  # noqa: S608
    sql.add(f"SELECT {same}, {pick}({{event_id: event_id, kind: kind, {AT}: {AT}}}, {order}) AS picked")
    _looked_at(sql, evidence, scope)
    sql.add("AND subject IN (SELECT subject FROM base)")
    sql.add(f"GROUP BY {same})")


def _looked_at(sql: Sql, evidence: Evidence, scope: Scope) -> None:
    sql.add(f"FROM facts WHERE kind IN ({marks(evidence.kinds)})", *evidence.kinds)
    sql.one_of("word", evidence.words).near(scope)
    if evidence.window == TO_END:
        sql.add(f"AND {AT} < ?", moment(scope.end))
    if not scope.restricted:
        sql.add("AND NOT restricted")


def _joined(sql: Sql, selection: Selection, scope: Scope) -> None:
    named = [(f"ev{number}", each) for number, each in enumerate(selection.evidence)]
    said = "".join(
        f", {'NULL' if _just_absent(each) else f'{name}.event_id'} AS e{number}"
        for number, (name, each) in enumerate(named)
    )
    sql.add(f"SELECT base.*, {_number(selection)} AS x{said} FROM base")  # noqa: S608
    for name, evidence in named:
        if not _just_absent(evidence):
            columns = WIDER[evidence.same]
            sql.add(f"LEFT JOIN {name} ON " + " AND ".join(f"{name}.{each} = base.{each}" for each in columns))
    sql.add("WHERE true")
    for name, evidence in named:
        if _just_absent(evidence):
            _none_of(sql, evidence, scope)
        else:
            _condition(sql, name, evidence)
    if selection.interval:
        sql.add(f"AND ev0.{AT} >= base.{AT}")  # a phone's wrong clock must not make a time negative


def _none_of(sql: Sql, evidence: Evidence, scope: Scope) -> None:
    columns = WIDER[evidence.same]
    mine = ", ".join(f"base.{each}" for each in columns)
    theirs = ", ".join(columns)
    one = f"({theirs})" if len(columns) > 1 else theirs
    sql.add(f"AND ({mine}) NOT IN (SELECT {one}")
    _looked_at(sql, evidence, scope)
    sql.add(")")


def _condition(sql: Sql, name: str, evidence: Evidence) -> None:
    sql.add("AND NOT" if evidence.absent else "AND").add(f"({name}.event_id IS NOT NULL")
    if evidence.accepted:
        # NULL when there is no evidence at all; the first part has said false by then
        sql.add(f"AND coalesce({name}.kind IN ({marks(evidence.accepted)}), false)", *evidence.accepted)
    if evidence.by_then:
        sql.add(f"AND coalesce({name}.{AT} <= base.{AT}, false)")
    if evidence.within_minutes is not None:
        sql.add(f"AND coalesce({_minutes(name)} <= ?, false)", evidence.within_minutes)
    sql.add(")")


def _number(selection: Selection) -> str:
    return _minutes("ev0") if selection.interval else "base.value"


def _minutes(name: str) -> str:
    return f"(epoch_us({name}.{AT}) - epoch_us(base.{AT})) / {US_PER_MINUTE}"
