"""What every store promises of bulk writes."""

from __future__ import annotations

import pytest

from lianfang.persistence.store import AlreadyExists, Conflict, Eq, Insert, NotDeclared, Replace, Store


def test_each_operation_succeeds_or_fails_on_its_own(store: Store) -> None:
    store.insert("things", {"id": "there", "state": "old"})
    store.insert("things", {"id": "stale", "state": "old"})
    store.replace("things", {"id": "stale", "state": "newer"}, 1)
    store.insert("others", {"id": "other", "n": 1})
    result = store.bulk(
        [
            Insert("things", {"id": "fresh", "state": "new", "tags": ["t"]}),
            Insert("things", {"id": "there", "state": "no"}),
            Replace("others", {"id": "other", "n": 2}, 1),
            Replace("things", {"id": "stale", "state": "no"}, 1),
            Replace("things", {"id": "absent", "state": "no"}, 1),
            Insert("others", {"id": "last"}),
        ]
    )
    kinds = [None if error is None else type(error) for error in result.errors]
    assert kinds == [None, AlreadyExists, None, Conflict, Conflict, None]
    assert store.get("things", "fresh") == {"id": "fresh", "state": "new", "tags": ["t"], "revision": 1}
    assert store.get("things", "there") == {"id": "there", "state": "old", "revision": 1}
    assert store.get("things", "stale") == {"id": "stale", "state": "newer", "revision": 2}
    assert store.get("things", "absent") is None
    assert store.get("others", "other") == {"id": "other", "n": 2, "revision": 2}
    assert store.get("others", "last") == {"id": "last", "revision": 1}
    assert store.count("things", Eq("tag", "t")) == 1


def test_a_document_written_in_bulk_can_be_replaced_and_found(store: Store) -> None:
    store.bulk([Insert("things", {"id": "a", "state": "new"})])
    store.bulk([Replace("things", {"id": "a", "state": "done"}, 1)])
    assert store.find("things", Eq("state", "done")).documents == [{"id": "a", "state": "done", "revision": 2}]
    assert store.replace("things", {"id": "a", "state": "kept"}, 2)["revision"] == 3
    assert store.get("things", "a") == {"id": "a", "state": "kept", "revision": 3}


def test_a_thousand_at_once_are_all_there(store: Store) -> None:
    result = store.bulk([Insert("things", {"id": f"{n:04}", "rank": n}) for n in range(1_000)])
    assert result.errors == [None] * 1_000
    assert store.count("things") == 1_000


def test_an_empty_bulk_does_nothing(store: Store) -> None:
    assert store.bulk([]).errors == []


def test_two_operations_on_one_document_are_refused_before_any_is_done(store: Store) -> None:
    with pytest.raises(ValueError, match="two operations"):
        store.bulk([Insert("things", {"id": "a"}), Replace("things", {"id": "a"}, 1)])
    assert store.get("things", "a") is None


def test_an_undeclared_collection_is_refused_before_anything_is_done(store: Store) -> None:
    with pytest.raises(NotDeclared):
        store.bulk([Insert("things", {"id": "a"}), Insert("nothing", {"id": "a"})])
    assert store.get("things", "a") is None
