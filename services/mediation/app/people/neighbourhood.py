"""Loads the part of the graph around a case with a few queries a hop, within bounds; decrypts nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lianfang.persistence.store import Document, Eq, In, Store
from services.mediation.app.people.documents import EDGES, PARTY, PEOPLE, Statement, statements_of
from services.mediation.app.people.relations import edge_of
from services.mediation.domain.people.graph import Graph, Membership
from services.mediation.domain.people.kin import Edge, Kind


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is looked at for one case: people, and edges of each kind of query."""

    people: int = 3_000
    edges: int = 10_000


@dataclass
class _Seen:
    """What was met so far: statements and distance (in hops) by person, and the edges walked."""

    statements: dict[str, list[Statement]] = field(default_factory=dict)
    hops: dict[str, int] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    cut: bool = False


def neighbourhood(store: Store, case_id: str, hops: int, bounds: Bounds) -> Graph:
    """Return everyone within `hops` of the case's parties, nearest first as far as the bounds allow."""
    seen = _Seen()
    _meet(seen, _query(store, seen, PEOPLE, Eq("cases", case_id), bounds.people), 0, bounds)
    waiting = set(seen.hops)
    while waiting:
        level = min(seen.hops[person] for person in waiting)
        front = {person for person in waiting if seen.hops[person] == level}
        before = set(seen.hops)
        _walk_stated(store, seen, front, hops, bounds)
        if level < hops:
            _walk_shared(store, seen, front, "household", bounds)
            _walk_shared(store, seen, front, "workplace", bounds)
        waiting = (waiting - front) | (set(seen.hops) - before)
    return _graph(seen)


def _walk_stated(store: Store, seen: _Seen, front: set[str], hops: int, bounds: Bounds) -> None:
    level = seen.hops[next(iter(front))]
    documents = _query(store, seen, EDGES, In("ends", tuple(sorted(front))), bounds.edges)
    edges = [edge for edge in map(edge_of, documents) if edge and (level < hops or edge.kind is Kind.SAME_AS)]
    for same in (True, False):  # the same person is no hop, and met before those a hop away
        chosen = [edge for edge in edges if (edge.kind is Kind.SAME_AS) is same]
        ids = {end for edge in chosen for end in (edge.start, edge.end)}
        reached = level if same else level + 1
        seen.hops.update({person: min(seen.hops[person], reached) for person in ids & set(seen.hops)})
        unmet = tuple(sorted(ids - set(seen.hops)))
        if unmet:
            _meet(seen, _query(store, seen, PEOPLE, In("person", unmet), bounds.people), reached, bounds)
        seen.edges.update(chosen)


def _walk_shared(store: Store, seen: _Seen, front: set[str], name: str, bounds: Bounds) -> None:
    """Walk to those who stated the same household or workplace; each is asked for once."""
    level = seen.hops[next(iter(front))]
    holders: dict[str, list[tuple[str, Statement]]] = {}
    for person in sorted(front):
        for statement in seen.statements[person]:
            key = getattr(statement, name)
            if key and key not in seen.asked:
                holders.setdefault(key, []).append((person, statement))
    if not holders:
        return
    seen.asked.update(holders)
    room = max(1, bounds.people - len(seen.hops)) + len(front)
    found = _query(store, seen, PEOPLE, In(name, tuple(sorted(holders))), room)
    _meet(seen, found, level + 1, bounds)
    for document in found:
        other = document["id"]
        for key in document[name]:
            for person, statement in holders.get(key, ()):
                if other == person or other not in seen.hops:
                    continue
                if len(seen.edges) >= bounds.edges:
                    seen.cut = True
                    return
                seen.edges.add(Edge(person, other, _kind(seen, name, key, person, other), statement.case))


def _kind(seen: _Seen, name: str, key: str, *people: str) -> Kind:
    if name == "household":
        return Kind.SAME_HOUSEHOLD
    now = all(_latest_workplace(seen.statements[person]) == key for person in people)
    return Kind.COLLEAGUE if now else Kind.FORMER_COLLEAGUE


def _latest_workplace(statements: Iterable[Statement]) -> str:
    told = [each for each in statements if each.workplace]
    return max(told, key=lambda each: each.on).workplace if told else ""


def _meet(seen: _Seen, documents: Iterable[Document], level: int, bounds: Bounds) -> None:
    for document in documents:
        person = document["id"]
        if person in seen.hops:
            continue
        if len(seen.hops) >= bounds.people:
            seen.cut = True
            return
        seen.hops[person] = level
        seen.statements[person] = statements_of(document)


def _query(store: Store, seen: _Seen, collection: str, where: Eq | In, limit: int) -> list[Document]:
    page = store.find(collection, where, limit=limit)
    seen.cut = seen.cut or page.cursor is not None
    return page.documents


def _graph(seen: _Seen) -> Graph:
    parties, dates = set(), dict[str, date]()
    for person, statements in seen.statements.items():
        for each in statements:
            if each.role == PARTY:
                parties.add(Membership(person, each.case, each.side))
                day = date.fromisoformat(each.on)
                dates[each.case] = min(day, dates.get(each.case, day))
    inside = [edge for edge in seen.edges if edge.start in seen.hops and edge.end in seen.hops]
    ordered = sorted(inside, key=lambda edge: (edge.start, edge.end, edge.kind, edge.case))
    return Graph(ordered, sorted(parties, key=lambda p: (p.case, p.person, p.side)), dates, seen.cut)
