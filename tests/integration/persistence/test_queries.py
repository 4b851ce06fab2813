"""What every store promises of conditions, sorting and paging."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.persistence.store import (
    Collection,
    Condition,
    Document,
    Eq,
    In,
    Index,
    NotDeclared,
    Range,
    Store,
    find_all,
)


@pytest.fixture
def filled(store: Store) -> Store:
    rows: list[Document] = [
        {"id": "a", "state": "new", "deadline": {"at": "2025-03-01T00:00:00Z"}, "rank": 3, "tags": ["x", "y"]},
        {
            "id": "b",
            "state": "new",
            "deadline": {"at": "2025-01-01T00:00:00Z"},
            "rank": 1,
            "urgent": True,
            "tags": ["y"],
        },
        {"id": "c", "state": "done", "deadline": {"at": None}, "rank": 2.5, "urgent": False, "tags": []},
        {"id": "d", "state": "结案", "deadline": {}, "tasks": [{"team": "350924.aoyang.case"}, {"team": "t2"}, {}]},
        {"id": "e", "state": None, "rank": -1, "tasks": [{"team": "t2"}]},
    ]
    for row in rows:
        store.insert("things", row)
    return store


CASES: list[tuple[tuple[Condition, ...], str]] = [
    ((), "abcde"),
    ((Eq("state", "new"),), "ab"),
    ((Eq("state", "结案"),), "d"),
    ((Eq("state", None),), "e"),
    ((Eq("state", "NEW"),), ""),
    ((Eq("due", None),), "cde"),
    ((Eq("rank", 3),), "a"),
    ((Eq("rank", 2.5),), "c"),
    ((Eq("urgent", True),), "b"),
    ((Eq("urgent", False),), "c"),
    ((In("state", ("done", "结案", "no")),), "cd"),
    ((In("state", ("done", None)),), "ce"),
    ((In("state", ()),), ""),
    ((Range("due", "2025-01-01T00:00:00Z", "2025-03-01T00:00:00Z"),), "b"),
    ((Range("due", high="2025-04-01"),), "ab"),
    ((Range("rank", low=1),), "abc"),
    ((Range("rank", low=-1, high=3),), "bce"),
    ((Range("rank"),), "abce"),
    ((Eq("tag", "y"),), "ab"),
    ((Eq("tag", "x"), Eq("tag", "y")), "a"),
    ((In("tag", ("x", "z")),), "a"),
    ((Range("tag", low="y"),), "ab"),
    ((Range("tag", high="y"),), "a"),
    ((Eq("team", "350924.aoyang.case"),), "d"),
    ((Eq("team", "t2"),), "de"),
    ((Eq("state", "new"), Range("rank", low=2)), "a"),
    ((Range("rank", low=1), Range("rank", high=3)), "bc"),
    ((Eq("state", "new"), Eq("state", "done")), ""),
]


@pytest.mark.parametrize(("where", "ids"), CASES, ids=[f"{where}" for where, _ in CASES])
def test_conditions_choose_exactly_these(filled: Store, where: tuple[Condition, ...], ids: str) -> None:
    assert [found["id"] for found in filled.find("things", *where).documents] == list(ids)


@pytest.mark.parametrize(("where", "ids"), CASES, ids=[f"{where}" for where, _ in CASES])
def test_count_agrees_with_find(filled: Store, where: tuple[Condition, ...], ids: str) -> None:
    assert filled.count("things", *where) == len(ids)


def test_indexes_follow_a_replace(filled: Store) -> None:
    filled.replace("things", {"id": "a", "state": "done", "tags": ["y", "z"]}, 1)
    assert filled.count("things", Eq("state", "new")) == 1
    assert [found["id"] for found in filled.find("things", Eq("tag", "z")).documents] == ["a"]
    assert filled.count("things", Eq("tag", "x")) == 0
    assert filled.count("things", Eq("tag", "y")) == 2


@pytest.mark.parametrize(
    ("sort", "descending", "ids"),
    [
        (None, False, "abcde"),
        (None, True, "edcba"),
        ("due", False, "cdeba"),
        ("due", True, "abedc"),
        ("rank", False, "debca"),
        ("rank", True, "acbed"),
    ],
)
def test_sorting_puts_the_absent_first_and_ties_by_id(
    filled: Store, sort: str | None, descending: bool, ids: str
) -> None:
    assert [found["id"] for found in filled.find("things", sort=sort, descending=descending).documents] == list(ids)


def test_a_membership_of_thousands_is_asked_in_one_go(filled: Store) -> None:
    values = tuple(f"no-{n}" for n in range(5_000))
    assert filled.count("things", In("state", (*values, "done"))) == 1


def test_unknown_indexes_are_refused(filled: Store) -> None:
    for call in (
        lambda: filled.find("things", Eq("nothing", 1)),
        lambda: filled.find("things", sort="nothing"),
        lambda: filled.count("things", Range("nothing", low=1)),
        lambda: filled.find("things", Eq("deadline.at", None)),
    ):
        with pytest.raises(NotDeclared):
            call()


@pytest.mark.parametrize("where", [Eq("tag", None), In("tag", ("x", None)), Range("tag"), Range("tag", "a", "b")])
def test_what_lists_cannot_be_asked_is_refused(filled: Store, where: Condition) -> None:
    with pytest.raises(ValueError, match="list"):
        filled.find("things", where)


def test_sorting_by_a_list_is_refused(filled: Store) -> None:
    with pytest.raises(ValueError, match="list"):
        filled.find("things", sort="tag")


def test_a_page_that_ends_exactly_at_the_end_has_no_cursor(filled: Store) -> None:
    assert filled.find("things", limit=5).cursor is None
    assert filled.find("things", limit=4).cursor is not None


@pytest.mark.parametrize("limit", [0, -1])
def test_limits_below_one_are_refused(filled: Store, limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        filled.find("things", limit=limit)


def test_a_cursor_of_another_query_is_refused(filled: Store) -> None:
    cursor = filled.find("things", sort="rank", limit=2).cursor
    for call in (
        lambda: filled.find("things", sort="due", cursor=cursor),
        lambda: filled.find("things", sort="rank", descending=True, cursor=cursor),
        lambda: filled.find("things", Eq("state", "new"), sort="rank", cursor=cursor),
        lambda: filled.find("others", cursor=cursor),
    ):
        with pytest.raises(ValueError, match="another query"):
            call()


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "é", "bnVsbA", "W10", "eyJhIjoxfQ", "W" * 5_000])
def test_what_is_no_cursor_is_refused(filled: Store, cursor: str) -> None:
    with pytest.raises(ValueError, match="no cursor"):
        filled.find("things", cursor=cursor)


def test_writes_between_pages_shift_nothing(filled: Store) -> None:
    first = filled.find("things", sort="rank", limit=2)
    filled.insert("things", {"id": "0", "rank": None})
    filled.delete("things", "d", 1)
    rest = filled.find("things", sort="rank", limit=10, cursor=first.cursor)
    assert [found["id"] for found in first.documents + rest.documents] == list("debca")


_ranks = st.none() | st.integers(-3, 3) | st.sampled_from([0.5, -1.5])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.dictionaries(st.text("ab中", min_size=1, max_size=4), _ranks, max_size=14),
    limit=st.integers(1, 5),
    descending=st.booleans(),
    by_index=st.booleans(),
)
def test_cursor_paging_is_complete_and_without_repeats(
    store: Store, rows: dict[str, float | None], limit: int, descending: bool, by_index: bool
) -> None:
    name = f"p{uuid.uuid4().hex[:8]}"
    store.declare(Collection(name, (Index("rank", "rank"),)))
    for id, rank in rows.items():
        store.insert(name, {"id": id} if rank is None else {"id": id, "rank": rank})
    met, cursor = [], None
    for _ in range(len(rows) + 1):
        page = store.find(
            name, sort="rank" if by_index else None, descending=descending, limit=limit, cursor=cursor
        )
        met += [found["id"] for found in page.documents]
        cursor = page.cursor
        if cursor is None:
            break

    def place(id: str) -> tuple[bool, float, str]:
        rank = rows[id] if by_index else None
        return (rank is not None, rank or 0, id)

    assert met == sorted(rows, key=place, reverse=descending)


def test_find_all_walks_every_page(store: Store) -> None:
    for n in range(7):
        store.insert("things", {"id": f"{n}", "rank": n % 2})
    assert [found["id"] for found in find_all(store, "things", sort="rank")] == list("0246135")
