"""Patrols over a store: arrivals, offline phones, forged codes, gaps, figures; a crash in between loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.persistence.store import find_all
from services.patrol.app.patrols.codes import Codes
from services.patrol.app.patrols.judge import Said
from services.patrol.app.patrols.spread import Spread
from services.patrol.domain.refused import Refused
from services.patrol.domain.span import Span
from tests.fixtures.patrol_rounds import GATE, HERE, KEY, LINE, OLD_KEY, POSTS, SQUARE, point, rounds, scanned
from tests.fixtures.patrol_shifts import POST, START, command, pid, slot

MINUTE = timedelta(minutes=1)


def test_a_check_in_in_time_is_the_arrival_at_the_shift(it):
    shift = it.shift()
    it.to(START - 10 * MINUTE)
    done = it.desk.check_in(pid(1), scanned(it, "v1", it.office.clock.now), command("c1"))
    again = it.desk.check_in(pid(1), scanned(it, "v1", done.judged.visit.at), command("c1"))
    assert (done.shift.id, done.arrived, again.arrived) == (shift.id, True, True)
    assert it.office.get(shift.id).places[0].state == "here"
    names = [name for name, _ in it.events("patrols")]
    assert sorted(names) == ["checked_in", "mark_visited"]


def test_the_unit_is_where_its_people_were_seen_also_at_a_mark_of_another_post(it):
    it.shift()
    it.to(START + MINUTE)
    patrol = it.desk.patrols.start(it.office.shifts()[0].id, pid(1), START, command())
    said = [scanned(it, "v1", START, f"{LINE}:m1"), scanned(it, "v2", START + MINUTE, GATE)]
    once = command("tell")
    for _ in range(2):
        it.desk.patrols.tell(patrol.id, pid(1), said, once)
    assert sorted(it.seen.values()) == [(POST, f"{LINE}:m1", START), (POST, GATE, START + MINUTE)]


def test_a_fresh_deployment_follows_what_is_on_duty_and_reads_no_history(it):
    it.shift(start=START)
    it.to(START + timedelta(days=30))
    it.shift(2, START + timedelta(days=33))
    for document in find_all(it.office.store, "mark_cursors"):
        it.office.store.delete("mark_cursors", document["id"], document["revision"])
    assert it.desk.marks.follow() == 1


def test_too_early_is_a_visit_and_no_arrival(it):
    shift = it.shift()
    it.to(START - 45 * MINUTE)
    done = it.desk.check_in(pid(1), scanned(it, "v1", it.office.clock.now), command())
    assert (done.arrived, it.office.get(shift.id).places[0].arrived) == (False, None)
    assert done.judged.visit.flags == ("outside_shift",)


def test_who_was_taken_for_a_no_show_is_back_by_a_record_kept_offline(it):
    shift = it.shift()
    it.to(START + 20 * MINUTE)
    assert it.office.get(shift.id).places[0].person == ""
    done = it.desk.check_in(pid(1), scanned(it, "v1", START + 5 * MINUTE), command(), shift.id)
    assert done.arrived
    assert done.judged.visit.flags == ("late_report",)
    assert it.office.get(shift.id).places[0].arrived == START + 5 * MINUTE


def test_a_position_too_far_away_is_refused_with_its_distance(it):
    it.shift()
    it.to(START)
    far = Said("v1", START, mark="gate", position=point(400), accuracy=20)
    with pytest.raises(Refused, match="400 m") as refused:
        it.desk.check_in(pid(1), far, command())
    assert (refused.value.reason, "sign" in refused.value.remedy) == ("far", True)
    done = it.desk.check_in(pid(1), Said("v2", START, mark="gate", position=point(60), accuracy=20), command())
    assert (done.judged.visit.distance, done.arrived) == (60, True)
    kept = str([each["state"] for each in find_all(it.office.store, "patrols")])
    assert str(point(60)[0]) not in kept


@pytest.mark.parametrize("text", [
    f"LFM1:{GATE}:1:{'0' * 32}", f"LFM1:{SQUARE}:1:0", "LFM1", "", "x" * 1000, f"LFM1:{GATE}:٣:{'0' * 32}",
])  # fmt: skip
def test_nobody_can_make_up_a_code(it, text):
    with pytest.raises(Refused) as refused:
        it.desk.codes.read(text)
    assert refused.value.reason == "bad_code"


def test_a_code_is_good_for_its_mark_until_it_is_renewed_and_outlives_a_change_of_keys(it):
    old = it.desk.codes.text(GATE)
    before = Codes([OLD_KEY], it.office.store, it.office.clock, print).text(GATE)
    assert {it.desk.codes.read(text).mark for text in (old, before, f" {old}\n")} == {GATE}
    assert old.replace("gate", "square") != it.desk.codes.text(SQUARE)
    assert it.desk.codes.svg(GATE, "gate").startswith(b"<?xml")
    assert [it.desk.codes.renew(GATE, command("renew")) for _ in range(2)] == [2, 2]
    with pytest.raises(Refused) as refused:
        it.desk.codes.read(old)
    assert refused.value.reason == "old_code"
    assert it.desk.codes.read(it.desk.codes.text(GATE)).number == 2
    stranger = Codes([KEY[::-1].replace("=", "A")[:43] + "="], it.office.store, it.office.clock, print)
    with pytest.raises(Refused, match="not made here"):
        it.desk.codes.read(stranger.text(GATE))


def test_a_batch_out_of_order_and_twice_is_one_record_and_bad_ones_harm_nobody(it):
    shift = it.shift()
    it.to(START + 60 * MINUTE)
    patrol = it.desk.patrols.start(shift.id, pid(1), START, command("p"))
    assert it.desk.patrols.start(shift.id, pid(1), START, command("p")).id == patrol.id
    batch = [
        scanned(it, "v3", START + 40 * MINUTE, SQUARE),
        Said("v9", START, code="LFM1:forged"),
        scanned(it, "v1", START + 5 * MINUTE, left=START + 17 * MINUTE),
        Said("v2", START + 20 * MINUTE, mark=f"{LINE}:m1", position=point(150, 200), accuracy=5),
        Said("v4", START + 50 * MINUTE, mark="gate", position=point(900), accuracy=5),
        Said("v5", START + 50 * MINUTE, mark="nowhere", position=HERE, accuracy=5),
    ]
    answers = it.desk.patrols.tell(patrol.id, pid(1), batch, command("b1"))
    assert [each.reason for each in answers] == ["", "bad_code", "", "", "far", "unknown_mark"]
    it.desk.patrols.tell(patrol.id, pid(1), batch[::-1], command("b2"))
    ended = it.desk.patrols.finish(patrol.id, pid(1), START + 60 * MINUTE, command("f"))
    was = it.desk.patrols.record(ended)
    assert [(stop.mark, stop.length) for stop in was.stops] == [
        (GATE, "preferred"), (f"{LINE}:m1", "unmeasured"), (SQUARE, "unmeasured"),
    ]  # fmt: skip
    assert (was.visits, was.unproven) == (3, 1)
    names = [name for name, _ in it.events("patrols")]
    assert sorted(names) == ["mark_visited"] * 3 + ["patrol_finished", "patrol_started"]


def test_only_who_is_in_the_shift_has_its_patrols_and_only_in_its_hours(it):
    shift = it.shift()
    with pytest.raises(Refused, match="no place"):
        it.desk.patrols.start(shift.id, pid(77), START, command())
    with pytest.raises(Refused, match="not on at that time"):
        it.desk.patrols.start(shift.id, pid(1), START - timedelta(days=1), command())
    with pytest.raises(Refused, match="in such a shift"):
        it.desk.patrols.start("nothing", pid(1), START, command())


def test_a_gap_is_found_told_to_the_team_and_closed_and_a_late_report_undoes_another(it):
    shift = it.shift()
    it.to(START)
    it.desk.check_in(pid(1), scanned(it, "v0", START), command())
    it.to(START + 40 * MINUTE)
    told = [(name, event["data"]["mark"], event["data"].get("reason")) for name, event in it.events()]
    assert told == [("coverage_gap_found", GATE, None)]
    assert it.events()[0][1]["addressee"] == "left.command"
    patrol = it.desk.patrols.start(shift.id, pid(1), START + 35 * MINUTE, command())
    it.desk.patrols.tell(patrol.id, pid(1), [scanned(it, "v1", START + 40 * MINUTE)], command())
    it.to(START + 75 * MINUTE)
    late = [scanned(it, "v2", START + 60 * MINUTE), scanned(it, "v3", START + 30 * MINUTE, SQUARE)]
    it.desk.patrols.tell(patrol.id, pid(1), late, command())
    told = [(name, event["data"]["mark"], event["data"].get("reason")) for name, event in it.events()]
    assert [each for each in told if each[1] == GATE] == [
        ("coverage_gap_found", GATE, None), ("coverage_gap_closed", GATE, "visited"),
        ("coverage_gap_found", GATE, None), ("coverage_gap_closed", GATE, "late_report"),
    ]  # fmt: skip
    assert [each[2] for each in told if each[1] == SQUARE] == [None, "late_report"]
    assert it.desk.marks.gaps("99") == []
    figures = it.desk.coverage.of_post(POSTS[POST], Span(START, START + 240 * MINUTE))
    gate = figures.marks[0].covered
    assert (gate.visits, gate.duty, gate.within, gate.idle) == (3, 75 * MINUTE, 65 * MINUTE, 15 * MINUTE)
    assert figures.whole.share == pytest.approx((65 + 75) / 150)


def test_an_empty_shift_watches_nothing(it):
    it.office.folk.people.clear()
    it.office.publish(slot("s9"), taken={})
    it.to(START + 50 * MINUTE)
    assert it.events() == []


def test_what_a_crash_left_untold_is_told_by_another_process_once(it, tmp_path, monkeypatch):
    shift = it.shift()
    it.to(START)
    with monkeypatch.context() as patched:
        patched.setattr(Spread, "__call__", lambda _self, _id: None)  # died right after the visit was stored
        assert not it.desk.check_in(pid(1), scanned(it, "v1", START), command("c1")).arrived
    other = rounds(tmp_path / "store.db", like=it.office)
    assert other.desk.watch() == 0
    it.office.clock.forward(6)
    assert [other.desk.watch(), it.desk.watch()] == [1, 0]
    assert it.office.get(shift.id).places[0].arrived == START
    assert it.desk.marks.get(GATE).visits == (START,)
    assert [name for name, _ in it.events("patrols")].count("checked_in") == 1
