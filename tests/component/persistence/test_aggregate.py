"""The use-case runner over a real store: one write, once per command, in order, nothing forgotten."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from marshmallow import Schema, fields

from lianfang.contracts import registry
from lianfang.contracts.registry import ContractError, event
from lianfang.ops.tracing.reading import read
from lianfang.persistence import open_store
from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, collection, key
from lianfang.persistence.handled import KEPT_INSIDE, ReusedId, archive
from lianfang.persistence.store import Eq, Range
from tests.fixtures.traced import traced  # noqa: F401

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Counted(Schema):
    total = fields.Integer(required=True)


@pytest.fixture(autouse=True)
def contracts(monkeypatch):
    monkeypatch.setattr(registry, "_contracts", {})
    event("tests", "counted", summary="The counter moved.", example={"total": 1})(Counted)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/counters.db")
    store.declare(collection("counters", key("parity")), archive("counters"))
    yield store
    store.close()


@pytest.fixture
def handed():
    return []


@pytest.fixture
def counters(store, handed):
    return Aggregates(
        store, "counters", source="/tests", clock=lambda: NOON, hand_over=handed.append, encode=int, decode=int
    )


def add(amount):
    def decide(state):
        total = (state or 0) + amount
        return Change(
            total,
            [NewEvent("tests.counted.v1", {"total": total}, "350924")],
            result=total,
            due=NOON,
            keys={"parity": "even" if total % 2 == 0 else "odd"},
        )

    return decide


def test_state_event_and_handled_id_are_one_write(counters, store):
    outcome = counters.execute("c", Command("one"), add(2))
    document = store.get("counters", "c")
    assert outcome.result == document["state"] == 2
    assert [entry["data"]["total"] for entry in document["outbox"]] == [2]
    assert document["revision"] == 1
    assert "one" in document["handled"]


def test_repeat_of_a_command_has_no_second_effect_and_gets_the_first_result(counters, handed):
    counters.execute("c", Command("one"), add(2))
    counters.execute("c", Command("two"), add(3))
    again = counters.execute("c", Command("one"), add(2))
    assert (again.result, again.repeated) == (2, True)
    assert counters.get("c").state == 5
    assert len(handed) == 2


def test_other_body_under_a_used_id_is_refused(counters):
    counters.execute("c", Command("one", body_hash="a"), add(2))
    with pytest.raises(ReusedId):
        counters.execute("c", Command("one", body_hash="b"), add(2))
    assert counters.get("c").state == 2


def test_events_of_an_aggregate_count_up_and_carry_ids_that_a_repeat_would_give_again(counters, store):
    for name in ("one", "two", "three"):
        counters.execute("c", Command(name, correlation="call-7"), add(1))
    outbox = store.get("counters", "c")["outbox"]
    assert [int(entry["sequence"]) for entry in outbox] == [1, 2, 3]
    assert len({entry["id"] for entry in outbox}) == 3
    assert {entry["correlationid"] for entry in outbox} == {"call-7"}


def test_racing_commands_all_take_effect_once(store, counters):
    def work(worker):
        for number in range(20):
            counters.execute("c", Command(f"{worker}/{number}"), add(1))

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    document = store.get("counters", "c")
    assert document["state"] == document["version"] == document["sequence"] == 80
    assert [entry["data"]["total"] for entry in document["outbox"]] == list(range(1, 81))


def test_refusal_of_the_domain_writes_nothing(counters, store):
    def refuse(_state):
        raise ValueError("not allowed")

    with pytest.raises(ValueError, match="not allowed"):
        counters.execute("c", Command("one"), refuse)
    assert store.get("counters", "c") is None


def test_event_that_breaks_its_contract_is_not_committed(counters, store):
    def wrong(_state):
        return Change(1, [NewEvent("tests.counted.v1", {"sum": 1}, "350924")])

    with pytest.raises(ContractError, match="total"):
        counters.execute("c", Command("one"), wrong)
    assert store.get("counters", "c") is None


def test_very_late_repeat_is_still_recognised_after_trimming(counters, store):
    for number in range(KEPT_INSIDE + 40):
        counters.execute("c", Command(f"{number:04d}"), add(1))
    assert len(store.get("counters", "c")["handled"]) <= KEPT_INSIDE
    again = counters.execute("c", Command("0000"), add(1))
    assert (again.result, again.repeated) == (1, True)
    assert counters.get("c").state == KEPT_INSIDE + 40


def test_any_text_may_be_a_command_id_and_none_makes_a_field_that_mongodb_refuses(counters, store):
    for number in range(KEPT_INSIDE + 2):
        counters.execute("c", Command(f"350924.a%.$case/{number}"), add(1))
    assert not any(set(".$") & set(name) for name in store.get("counters", "c")["handled"])
    assert counters.execute("c", Command("350924.a%.$case/0"), add(1)).repeated
    assert not counters.execute("c", Command("350924%2Ea%.$case/0"), add(1)).repeated


def test_stateless_change_keeps_state_keys_and_deadline(counters, store):
    counters.execute("c", Command("one"), add(2))
    counters.execute("c", Command("two"), lambda _s: Change(None, result="noted"))
    document = store.get("counters", "c")
    assert (document["state"], document["due"], document["keys"]) == (2, NOON.isoformat(), {"parity": "even"})


def test_a_deadline_is_kept_in_utc_whatever_offset_it_was_told_with(counters, store):
    told = NOON.astimezone(timezone(timedelta(hours=8)))
    counters.execute("a", Command("1"), lambda state: Change(1, due=told, keys={"parity": "odd"}))
    assert store.get("counters", "a")["due"] == NOON.isoformat()


def test_what_is_due_and_what_is_pending_is_found_by_index(counters, store):
    counters.execute("c", Command("one"), add(2))
    counters.execute("d", Command("one"), add(1))
    assert [d["id"] for d in store.find("counters", Range("due", high="2026-01-01T12:00:01")).documents] == [
        "c",
        "d",
    ]
    assert [d["id"] for d in store.find("counters", Range("pending_since", low="2026")).documents] == ["c", "d"]
    assert [d["id"] for d in store.find("counters", Eq("parity", "odd")).documents] == ["d"]


def test_events_of_a_traced_command_hang_on_its_execution(counters, handed, traced):  # noqa: F811
    cause = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    for _ in range(2):
        counters.execute("c", Command("one", traceparent=cause, correlation="call-1"), add(1))
    with pytest.raises(ReusedId):
        counters.execute("c", Command("one", body_hash="another", traceparent=cause), add(1))
    (event,) = handed[0].document["outbox"]
    traced.ended()
    first, repeat, refused = list(read(traced.path))
    assert {span.name for span in (first, repeat, refused)} == {"execute counters"}
    assert {span.parent for span in (first, repeat, refused)} == {cause[36:52]}
    assert event["traceparent"] == f"00-{first.trace}-{first.id}-01"
    assert [span.attributes["lianfang.repeated"] for span in (first, repeat)] == [False, True]
    assert refused.attributes["error.type"] == "ReusedId"
