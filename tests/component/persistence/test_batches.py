"""Many aggregates with one flush: each is its own commit, once per command, whoever else writes meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from marshmallow import Schema, fields

from lianfang.contracts import registry
from lianfang.contracts.registry import event
from lianfang.persistence import open_store
from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, collection
from lianfang.persistence.batches import Item, execute_all
from lianfang.persistence.handled import archive


class Summed(Schema):
    total = fields.Integer(required=True)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "_contracts", {})
    event("tests", "summed", summary="The sum moved.", example={"total": 1})(Summed)
    store = open_store(f"sqlite:///{tmp_path}/sums.db")
    store.declare(collection("sums"), archive("sums"))
    yield store
    store.close()


@pytest.fixture
def handed():
    return []


@pytest.fixture
def sums(store, handed):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Aggregates(
        store, "sums", source="/tests", clock=lambda: now, hand_over=handed.append, encode=int, decode=int
    )


def add(amount):
    def decide(state):
        total = (state or 0) + amount
        return Change(total, [NewEvent("tests.summed.v1", {"total": total}, "350924")], result=total)

    return decide


def items(count, round):
    return [Item(f"c-{number}", Command(f"{round}-{number}"), add(number)) for number in range(count)]


def test_all_are_changed_and_hand_their_events_over(sums, store, handed):
    execute_all(sums, items(5, "first"))
    outcomes = execute_all(sums, items(5, "second"))
    assert [(each.version, each.result) for each in outcomes] == [(2, 2 * number) for number in range(5)]
    assert [pending.document["revision"] for pending in handed] == [1] * 5 + [2] * 5
    stored = store.get("sums", "c-3")
    assert [each["data"]["total"] for each in stored["outbox"]] == [3, 6]


def test_what_was_done_before_is_not_done_again(sums, handed):
    sums.execute("c-1", Command("first-1"), add(1))
    outcomes = execute_all(sums, items(3, "first"))
    assert [each.repeated for each in outcomes] == [False, True, False]
    assert len(handed) == 3


def test_who_loses_a_race_is_done_singly(sums, store, monkeypatch):
    real = store.bulk

    def late(operations):
        monkeypatch.setattr(store, "bulk", real)
        sums.execute("c-1", Command("quicker"), add(100))
        return real(operations)

    monkeypatch.setattr(store, "bulk", late)
    outcomes = execute_all(sums, items(3, "first"))
    assert [each.result for each in outcomes] == [0, 101, 2]


def test_nothing_is_written_when_a_decision_raises(sums, store):
    def refuses(_state):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        execute_all(sums, [*items(2, "first"), Item("c-9", Command("x"), refuses)])
    assert store.count("sums") == 0


def test_an_id_that_comes_twice_is_a_mistake(sums):
    with pytest.raises(ValueError, match=r"concern .c."):
        execute_all(sums, [Item("c", Command("a"), add(1)), Item("c", Command("b"), add(1))])
