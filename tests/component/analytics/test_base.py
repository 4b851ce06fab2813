"""What a base promises, tried on the real one and on a plain one."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from services.analytics.app.ports import Added, Batch, Gap, NotReady, QueryRefused, Seen
from services.analytics.domain.board.item import BoardItem
from services.analytics.domain.facts.fact import Fact
from services.analytics.engine.duck import DuckBase
from tests.fixtures.analytics_reference import Reference

T = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["duckdb", "reference"])
def base(request, tmp_path):
    made = DuckBase(tmp_path / "facts.duckdb") if request.param == "duckdb" else Reference()
    yield made
    made.close()


def fact(id: str, **more) -> Fact:
    given: Any = {"event_id": id, "kind": "k", "at": T, "region": "350924", "subject": "s"} | more
    return Fact(**given)


def item(id: str, region: str = "350924101", restricted: bool = False, gone: bool = False, **body) -> BoardItem:
    return BoardItem("incident", id, region[:6], region, restricted, body, gone)


def test_facts_come_back_as_they_were_added(base):
    whole = fact(
        "e1", category="theft", word="phone", team="t", ring=3, value=2.5, other="o", restricted=True, sequence=7
    )
    base.add(Batch("log", 1, [whole], [0]))
    names = "event_id, kind, region, subject, category, word, team, ring, value, other, restricted, sequence"
    expected = ("e1", "k", "350924", "s", "theft", "phone", "t", 3, 2.5, "o", True, 7)
    assert base.query(f"SELECT {names} FROM facts") == [expected]


def test_times_are_kept_in_utc_whatever_their_offset(base):
    there = T.astimezone(timezone(timedelta(hours=8)))
    base.add(Batch("log", 1, [fact("e1", at=there)], [0]))
    assert base.query('SELECT CAST(facts."at" AS VARCHAR) FROM facts') == [("2026-03-01 12:00:00",)]


def test_a_fact_that_is_there_is_not_counted_twice(base):
    assert base.add(Batch("log", 2, [fact("e1"), fact("e2")], [0, 1])) == Added(2, 0)
    assert base.add(Batch("log", 3, [fact("e2"), fact("e3")], [1, 2])) == Added(1, 1)
    assert base.query("SELECT count(*), sum(value) FROM facts") == [(3, 3.0)]


def test_one_event_may_give_several_facts(base):
    base.add(Batch("log", 1, [fact("e1"), fact("e1", kind="l"), fact("e1", other="task-2")], [0, 0, 0]))
    assert base.query("SELECT count(*) FROM facts") == [(3,)]


def test_the_place_in_a_stream_is_known_per_stream(base):
    base.add(Batch("log", 5))
    base.add(Batch("log", 9))
    assert (base.offset("log"), base.offset("other")) == (9, None)


@pytest.mark.parametrize("base", ["duckdb"], indirect=True)  # the plain one has no transactions
def test_a_batch_that_fails_leaves_nothing(base):
    with pytest.raises((ValueError, TypeError, AttributeError)):
        base.add(Batch("log", 9, [fact("e1")], [0], [item("i1", unwritable=object())], {}))
    assert (base.offset("log"), base.query("SELECT count(*) FROM facts")) == (None, [(0,)])
    assert base.changed(0, [""], 10) == []


def test_board_items_come_in_the_order_of_their_last_change(base):
    base.add(Batch("log", 1, items=[item("a", n=1), item("b", n=1)]))
    base.add(Batch("log", 2, items=[item("a", n=2)]))
    changed = base.changed(0, [""], 10)
    assert [(one.item.id, one.item.body["n"]) for one in changed] == [("b", 1), ("a", 2)]
    assert [one.item.id for one in base.changed(changed[0].number, [""], 10)] == ["a"]
    assert len(base.changed(0, [""], 1)) == 1


def test_a_board_item_is_shown_to_its_region_and_to_those_who_may_see_it(base):
    base.add(Batch("log", 1, items=[item("a"), item("b", region="3509"), item("c", restricted=True)]))
    shown = {
        name: [one.item.id for one in base.changed(0, regions, 10, restricted=may)]
        for name, regions, may in (("county", ["350924"], False), ("all", [""], False), ("none", [], True),
                                   ("two", ["99", "350924101"], True))
    }  # fmt: skip
    assert shown == {"county": ["a"], "all": ["a", "b"], "none": [], "two": ["a", "c"]}


def test_items_are_found_by_kind_and_id_as_they_were(base):
    there = item("a", gone=True, tasks=[{"id": "t-1", "名": "东门"}])
    base.add(Batch("log", 1, items=[there]))
    assert base.items([("incident", "a"), ("incident", "z"), ("unit", "a")]) == {("incident", "a"): there}
    assert base.items([]) == {}


def test_what_has_come_of_an_aggregate_is_kept(base):
    base.add(Batch("log", 1, seen={("/a", "x"): Seen(3, ((1, 1),)), ("/b", "x"): Seen(1)}))
    base.add(Batch("log", 2, seen={("/a", "x"): Seen(4)}))
    assert base.seen([("/a", "x"), ("/b", "x"), ("/c", "x")]) == {("/a", "x"): Seen(4), ("/b", "x"): Seen(1)}


def test_a_marked_gap_is_there_once(base):
    for _ in range(2):
        base.add(Batch("log", 9, gaps=[Gap("log", 3, 8, T, "lost")]))
    assert base.query("SELECT stream, first_offset, last_offset, why FROM gaps") == [("log", 3, 8, "lost")]


@pytest.mark.parametrize("sql", ["SELECT nothing FROM facts", "SELEC 1", "DELETE FROM facts", "DROP TABLE facts"])
def test_what_is_no_question_is_refused(base, sql):
    base.add(Batch("log", 1, [fact("e1")], [0]))
    with pytest.raises(QueryRefused):
        base.query(sql)
    assert base.query("SELECT count(*) FROM facts") == [(1,)]


def test_a_closed_base_says_so(base):
    base.close()
    with pytest.raises(NotReady):
        base.query("SELECT 1")
    with pytest.raises(NotReady):
        base.add(Batch("log", 1))


def test_what_was_added_is_there_after_opening_anew(tmp_path):
    first = DuckBase(tmp_path / "facts.duckdb")
    first.add(Batch("log", 7, [fact("e1")], [6], [item("a")], {("/a", "x"): Seen(1)}))
    before = first.changed(0, [""], 1)
    first.close()
    second = DuckBase(tmp_path / "facts.duckdb")
    assert (second.offset("log"), second.changed(0, [""], 1)) == (7, before)
    second.add(Batch("log", 8, items=[item("b")]))
    assert [one.item.id for one in second.changed(before[0].number, [""], 9)] == ["b"]
    second.close()


def test_questions_reach_no_file_of_the_machine(tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    base = DuckBase(tmp_path / "facts.duckdb")
    with pytest.raises(QueryRefused):
        base.query(f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")
    base.close()
    assert not os.path.exists(tmp_path / "facts.duckdb.tmp")


def test_many_may_ask_while_it_is_written_and_closed(tmp_path):
    base, wrong = DuckBase(tmp_path / "facts.duckdb"), []

    def ask() -> None:
        try:
            while True:
                base.query("SELECT count(*) FROM facts")
        except NotReady:
            return
        except Exception as error:  # whatever it is, the test shows it
            wrong.append(error)

    asking = [threading.Thread(target=ask) for _ in range(8)]
    for one in asking:
        one.start()
    for number in range(60):
        base.add(Batch("log", number, [fact(f"e{number}")], [number]))
    base.close()
    for one in asking:
        one.join(60)
    assert wrong == []
