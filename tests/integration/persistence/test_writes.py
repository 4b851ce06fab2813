"""What every store promises of single writes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.persistence.store import AlreadyExists, Collection, Conflict, Eq, Index, NotDeclared, Store

_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_keys = st.text("abcdefghijkl_中文é", min_size=1, max_size=8).filter(
    lambda key: key not in ("_id", "_bulk", "id", "revision")
)
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)


def test_insert_returns_the_document_at_revision_one(store: Store) -> None:
    given_document = {"id": "a", "state": "new"}
    assert store.insert("things", given_document) == {"id": "a", "state": "new", "revision": 1}
    assert given_document == {"id": "a", "state": "new"}
    assert store.get("things", "a") == {"id": "a", "state": "new", "revision": 1}


def test_insert_refuses_an_existing_id_and_keeps_what_is_there(store: Store) -> None:
    store.insert("things", {"id": "a", "state": "first"})
    with pytest.raises(AlreadyExists):
        store.insert("things", {"id": "a", "state": "second"})
    assert store.get("things", "a") == {"id": "a", "state": "first", "revision": 1}


def test_one_id_in_two_collections_is_two_documents(store: Store) -> None:
    store.insert("things", {"id": "a", "n": 1})
    store.insert("others", {"id": "a", "n": 2})
    assert store.get("others", "a") == {"id": "a", "n": 2, "revision": 1}


def test_get_of_an_absent_document_is_none(store: Store) -> None:
    assert store.get("things", "nothing") is None


def test_replace_steps_the_revision_and_drops_absent_fields(store: Store) -> None:
    store.insert("things", {"id": "a", "state": "new", "old": 1})
    assert store.replace("things", {"id": "a", "state": "done", "revision": 99}, 1)["revision"] == 2
    assert store.get("things", "a") == {"id": "a", "state": "done", "revision": 2}


def test_replace_with_an_identical_document_still_steps_the_revision(store: Store) -> None:
    store.insert("things", {"id": "a"})
    store.replace("things", {"id": "a"}, 1)
    assert store.get("things", "a") == {"id": "a", "revision": 2}


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_replace_refuses_a_stale_revision(store: Store, revision: int) -> None:
    store.insert("things", {"id": "a", "n": 1})
    store.replace("things", {"id": "a", "n": 2}, 1)
    with pytest.raises(Conflict):
        store.replace("things", {"id": "a", "n": 3}, revision)
    assert store.get("things", "a") == {"id": "a", "n": 2, "revision": 2}


def test_replace_of_an_absent_document_is_a_conflict_and_creates_nothing(store: Store) -> None:
    with pytest.raises(Conflict):
        store.replace("things", {"id": "a"}, 1)
    assert store.get("things", "a") is None


def test_delete_removes_the_document_and_its_index_entries(store: Store) -> None:
    store.insert("things", {"id": "a", "state": "new", "tags": ["x"]})
    store.delete("things", "a", 1)
    assert store.get("things", "a") is None
    assert store.count("things", Eq("state", "new")) == 0
    assert store.count("things", Eq("tag", "x")) == 0


def test_delete_refuses_a_stale_revision_and_an_absent_document(store: Store) -> None:
    store.insert("things", {"id": "a"})
    with pytest.raises(Conflict):
        store.delete("things", "a", 2)
    with pytest.raises(Conflict):
        store.delete("things", "b", 1)
    assert store.get("things", "a") == {"id": "a", "revision": 1}


def test_an_id_can_be_used_again_after_delete(store: Store) -> None:
    store.insert("things", {"id": "a", "tags": ["x"]})
    store.delete("things", "a", 1)
    assert store.insert("things", {"id": "a", "tags": ["x"]})["revision"] == 1


@pytest.mark.parametrize("document", [{}, {"id": ""}, {"id": None}, {"id": 7}, {"id": "a", "x": {1, 2}}])
def test_what_is_no_document_is_refused(store: Store, document: dict) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each adapter words it its own way
        store.insert("things", document)
    assert store.count("things") == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    id=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20),
    body=st.dictionaries(_keys, _values, max_size=4),
)
def test_any_json_comes_back_as_it_was(store: Store, id: str, body: dict) -> None:
    inserted = store.insert("others", {"id": id, **body})
    try:
        assert store.get("others", id) == {"id": id, **body, "revision": 1}
    finally:
        store.delete("others", id, inserted["revision"])


def test_a_document_of_one_megabyte_is_kept(store: Store) -> None:
    text = "寿宁" * 170_000
    store.insert("things", {"id": "big", "text": text})
    assert store.get("things", "big") == {"id": "big", "text": text, "revision": 1}


def test_undeclared_collections_are_refused(store: Store) -> None:
    for call in (
        lambda: store.insert("nothing", {"id": "a"}),
        lambda: store.get("nothing", "a"),
        lambda: store.replace("nothing", {"id": "a"}, 1),
        lambda: store.delete("nothing", "a", 1),
        lambda: store.find("nothing"),
        lambda: store.count("nothing"),
    ):
        with pytest.raises(NotDeclared):
            call()


def test_declaring_again_changes_nothing(store: Store) -> None:
    store.insert("things", {"id": "a", "state": "new", "tags": ["x"]})
    store.declare(Collection("things", (Index("state", "state"), Index("tag", "tags", many=True))))
    assert store.count("things", Eq("state", "new"), Eq("tag", "x")) == 1


def test_an_index_declared_later_knows_the_documents_of_before(store: Store) -> None:
    store.insert("others", {"id": "a", "place": {"grid": "1007"}, "ids": ["p", "q"]})
    store.declare(Collection("others", (Index("grid", "place.grid"), Index("handled", "ids", many=True))))
    assert store.count("others", Eq("grid", "1007")) == 1
    assert store.count("others", Eq("handled", "q")) == 1


def test_two_meanings_of_one_index_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        store.declare(Collection("things", (Index("state", "elsewhere"),)))


@pytest.mark.parametrize(
    "bad", [Collection('x"; --'), Collection("x", (Index("i", "a..b"),)), Collection("x", (Index("i", "$a"),))]
)
def test_malformed_names_are_refused(store: Store, bad: Collection) -> None:
    with pytest.raises(ValueError, match="is no"):
        store.declare(bad)


def test_ping_returns_when_the_store_takes_writes(store: Store) -> None:
    store.ping()
    store.ping()
    assert store.insert("things", {"id": "after"})["revision"] == 1
