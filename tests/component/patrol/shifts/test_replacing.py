"""Somebody does not come: the next fittest are asked by themselves, until one accepts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.patrol.domain.people.person import Certificate, Leave
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.rota import Attempt
from services.patrol.domain.shifts.opening import shift_id
from services.patrol.domain.shifts.swapping import Pledge
from tests.fixtures.patrol_shifts import (
    HOURS,
    OFFICER,
    START,
    VOLUNTEER,
    broken_promises,
    command,
    person,
    pid,
    published,
    shift_office,
    slot,
    waiting,
)

TAKEN = {("s1", 0): 1, ("s1", 1): 101}


def test_a_published_shift_is_told_once_to_all_who_come(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    assert shift.people == (pid(1), pid(101))
    office.publish(slot(), taken=TAKEN)
    assert [event["data"]["people"] for event in office.events("shift_published")] == [[pid(1), pid(101)]]
    assert [each["name"] for each in office.uses.notices.of(pid(1)).documents] == ["shift_published"]
    assert not broken_promises(office)


def test_a_drop_out_is_asked_for_in_order_of_fitness_until_one_accepts(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    shift = office.uses.duty.drop_out(shift.id, pid(101), "ill", command())
    first = waiting(shift, 1)
    assert len(first) == 1
    shift = office.uses.duty.decline(shift.id, first[0], "away", command())
    second = waiting(shift, 1)
    assert len(second) == 1
    assert second != first
    shift = office.uses.duty.accept(shift.id, second[0], command())
    assert shift.people == (pid(1), second[0])
    assert not broken_promises(office)
    filled = office.events("place_filled")
    assert [(event["data"]["person"], event["addressee"]) for event in filled] == [(second[0], "left.command")]


def test_a_no_show_is_replaced_by_itself(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    office.to(START + timedelta(minutes=1))
    office.uses.duty.arrive(shift.id, pid(1), office.clock.now, command())
    office.to(START + timedelta(minutes=16))
    assert [event["data"]["person"] for event in office.events("no_show_found")] == [pid(101)]
    asked = waiting(office.get(shift.id), 1)
    assert asked
    office.uses.duty.accept(shift.id, asked[0], command())
    office.uses.duty.arrive(shift.id, asked[0], office.clock.now, command())
    office.to(START + HOURS)
    ended = office.get(shift.id)
    assert [(place.person, place.state) for place in ended.places] == [(pid(1), "served"), (asked[0], "served")]
    minutes = {who: told for (who, _, _), told in office.credited.given.items()}
    assert minutes[pid(1)] == (239, 0)
    assert minutes[asked[0]][1] == minutes[asked[0]][0] * 10 // 60


def test_an_ask_lapses_and_the_next_is_asked_until_the_place_is_told_open(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    office.uses.duty.drop_out(shift.id, pid(101), "ill", command())
    office.to(office.clock.now + timedelta(hours=2))
    shift = office.get(shift.id)
    assert [ask.answer for ask in shift.places[1].asks] == ["lapsed", "lapsed"]
    assert [event["addressee"] for event in office.events("place_left_open")] == ["left.command"]
    assert not broken_promises(office)
    took = office.uses.duty.take(shift.id, pid(102), None, command())
    assert took.places[1].person == pid(102)


def test_who_accepts_after_somebody_else_did_is_refused_kindly(tmp_path):
    office = shift_office(tmp_path / "store.db", asks_at_once=2)
    shift = office.publish(slot(), taken=TAKEN)[0]
    shift = office.uses.duty.drop_out(shift.id, pid(101), "ill", command())
    one, other = waiting(shift, 1)
    office.uses.duty.accept(shift.id, one, command())
    with pytest.raises(Refused, match="thank you"):
        office.uses.duty.accept(shift.id, other, command())
    names = [each["data"].get("answer") for each in office.uses.notices.of(other).documents]
    assert names[0] == "withdrawn"
    assert not broken_promises(office)


def test_replacing_one_person_changes_one_place_only(office):
    days = [slot(f"s{day}", START + timedelta(days=day)) for day in range(5)]
    taken = {
        (each.id, need): (1 + day % 2, 101 + day % 2)[need] for day, each in enumerate(days) for need in (0, 1)
    }
    before = {each.id: each.people for each in office.publish(*days, taken=taken)}
    target = office.shifts()[2]
    shift = office.uses.duty.drop_out(target.id, target.places[1].person, "ill", command())
    office.uses.duty.accept(shift.id, waiting(shift, 1)[0], command())
    after = {each.id: each.people for each in office.shifts()}
    changed = [(id, place) for id in before for place in (0, 1) if before[id][place] != after[id][place]]
    assert changed == [(target.id, 1)]


def test_volunteers_left_without_an_officer_are_raised_and_the_officer_asked_first(office):
    shift = office.publish(slot(needs=(VOLUNTEER, slot().needs[0])), taken={("s1", 0): 101, ("s1", 1): 1})[0]
    shift = office.uses.duty.drop_out(shift.id, pid(1), "ill", command())
    assert shift.raised == ("accompanied:volunteer",)
    assert office.events("shift_changed")[-1]["data"]["lacking"] == "accompanied_volunteer"
    assert waiting(shift, 1)
    shift = office.uses.duty.accept(shift.id, waiting(shift, 1)[0], command())
    assert shift.raised == ()


def test_who_has_a_duty_then_is_neither_asked_nor_may_accept(office):
    office.publish(slot("s0"), taken={("s0", 0): 2, ("s0", 1): 102}, roster="r-0")
    shift = office.publish(slot(), taken=TAKEN)[0]
    shift = office.uses.duty.drop_out(shift.id, pid(101), "ill", command())
    assert waiting(shift, 1) == [pid(103)]
    with pytest.raises(Refused) as refused:
        office.uses.duty.assign(shift.id, pid(102), 1, "urgent", command())
    assert refused.value.reason == "other_duty"


def test_who_must_rest_may_be_assigned_with_a_reason_only(office):
    office.publish(slot("s0", START - timedelta(hours=6)), taken={("s0", 0): 2, ("s0", 1): 102}, roster="r-0")
    shift = office.publish(slot(), taken=TAKEN)[0]
    with pytest.raises(Refused) as refused:
        office.uses.duty.assign(shift.id, pid(102), 1, "", command())
    assert refused.value.reason == "against_the_rules"
    assert office.get(shift.id).people == (pid(1), pid(101))
    shift = office.uses.duty.assign(shift.id, pid(102), 1, "flood", command())
    assert shift.places[1].person == pid(102)
    assert office.events("place_filled")[-1]["data"]["override"] == "flood"
    assert not broken_promises(office)


def test_leave_takes_a_person_out_of_all_shifts_it_meets(office):
    days = [slot(f"s{day}", START + timedelta(days=day)) for day in range(3)]
    office.publish(*days, taken={(each.id, 1): 101 for each in days} | {(each.id, 0): 1 for each in days})
    two_days = slot(length=timedelta(days=2)).span
    assert office.uses.duty.leave(pid(101), two_days) == 2
    assert office.uses.duty.leave(pid(101), two_days) == 0
    assert [pid(101) in each.people for each in sorted(office.shifts(), key=lambda s: s.slot)] == [
        False,
        False,
        True,
    ]
    assert [entry.shift for entry in office.uses.diaries.of(pid(101)).entries] == [shift_id("r-1", "s2")]


def test_who_is_away_is_asked_no_more_and_the_next_one_is(office):
    shift = office.publish(slot(), taken={("s1", 0): 1, ("s1", 1): 101})[0]
    office.uses.duty.drop_out(shift.id, pid(101), "ill", command())
    first = waiting(office.get(shift.id), 1)[0]
    for _ in range(2):
        assert office.uses.duty.leave(first, shift.span, "suspended") == 0
    assert waiting(office.get(shift.id), 1) not in ([first], [])


def test_leave_frees_the_other_shifts_when_one_is_changing_hands(office):
    days = [slot(f"s{day}", START + timedelta(days=day)) for day in range(2)]
    one, other = office.publish(
        *days, taken={(each.id, 1): 101 for each in days} | {(each.id, 0): 1 for each in days}
    )
    office.uses.act(one.id, Pledge("x:y", pid(101), 1, pid(102)), command())
    assert office.uses.duty.leave(pid(101), slot(length=timedelta(days=3)).span) == 1
    assert pid(101) in office.get(one.id).people
    assert pid(101) not in office.get(other.id).people


def test_a_late_comer_gets_the_place_back_while_nobody_else_has_it(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    office.to(START + timedelta(minutes=16))
    assert office.get(shift.id).people == ()
    back = office.uses.duty.arrive(shift.id, pid(101), office.clock.now, command())
    assert (back.places[1].person, back.places[1].state) == (pid(101), "here")
    shift = office.get(shift.id)
    office.uses.duty.accept(shift.id, waiting(shift, 0)[0], command())
    with pytest.raises(Refused) as refused:
        office.uses.duty.arrive(shift.id, pid(1), office.clock.now, command())
    assert refused.value.reason == "not_in_shift"
    assert not broken_promises(office)


def test_an_arrival_recorded_offline_counts_after_the_end(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    office.to(START + HOURS + timedelta(hours=1))
    assert office.credited.given == {}
    late = office.uses.duty.arrive(shift.id, pid(101), START + timedelta(minutes=5), command())
    assert late.places[1].state == "served"
    assert office.credited.given == {(pid(101), shift.id, 1): (235, 39)}


def test_each_reminder_is_given_once_and_not_to_who_is_out(office):
    office.publish(slot(), taken=TAKEN)
    office.to(START)
    assert [event["data"]["before_s"] for event in office.events("shift_reminded")] == [86400, 7200]
    office.fire()
    assert len(office.events("shift_reminded")) == 2


def test_a_withdrawn_roster_frees_everybody_and_no_free_text_leaves_the_service(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    assert office.uses.open_shifts.close("r-1", "张三 asked for it") == 1
    assert office.uses.open_shifts.close("r-1", "roster_withdrawn") == 0
    assert office.get(shift.id).state == "cancelled"
    assert office.uses.diaries.of(pid(1)).entries == ()
    told = office.events("shift_cancelled")[0]["data"]
    assert (sorted(told["people"]), told["reason"]) == ([pid(1), pid(101)], "other")


def test_a_roster_planned_anew_moves_people_and_leaves_the_rest(office):
    two = [slot("s1"), slot("s2", START + timedelta(hours=1))]
    office.publish(*two, taken={("s1", 0): 1, ("s1", 1): 101, ("s2", 0): 2, ("s2", 1): 102})
    office.publish(*two, taken={("s1", 0): 1, ("s1", 1): 102, ("s2", 0): 2, ("s2", 1): 101}, version=2)
    assert [each.people for each in sorted(office.shifts(), key=lambda s: s.slot)] == [
        (pid(1), pid(102)), (pid(2), pid(101)),
    ]  # fmt: skip
    told = [event["data"]["people"] for event in office.events("shift_changed")]
    assert all(pid(1) not in each and pid(2) not in each for each in told)
    office.publish(two[0], taken={("s1", 0): 1, ("s1", 1): 102}, version=3)
    assert {each.slot: each.state for each in office.shifts()} == {"s1": "published", "s2": "cancelled"}
    assert not broken_promises(office)


def test_who_changed_is_found_by_a_cursor(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    found, cursor = office.uses.shifts.changed_since()
    assert [each.id for each in found] == [shift.id]
    office.clock.forward(60)
    assert office.uses.shifts.changed_since(cursor)[0]
    found, cursor = office.uses.shifts.changed_since(cursor)
    office.uses.duty.drop_out(shift.id, pid(101), "ill", command())
    assert [each.id for each in office.uses.shifts.changed_since(cursor)[0]] == [shift.id]


def test_leave_that_nobody_told_of_is_found_at_the_next_reminder_but_not_against_a_planners_word(office):
    shift = office.publish(slot(), taken=TAKEN)[0]
    away = Leave("l-1", slot().span)
    office.folk.people[pid(101)] = person(101, leaves=(away,))
    office.folk.people[pid(2)] = person(2, leaves=(away,))
    office.uses.duty.assign(shift.id, pid(2), 0, "flood", command())
    office.to(START - timedelta(hours=23))
    assert office.get(shift.id).people == (pid(2),)
    assert waiting(office.get(shift.id), 1) or office.get(shift.id).places[1].told
    assert [event["data"]["reason"] for event in office.events("dropped_out")] == ["leave"]
    assert not broken_promises(office)


def test_what_was_frozen_keeps_who_stands_in_by_now_and_late_repeats_revert_nothing(office):
    two = [slot("s1"), slot("s2", START + timedelta(days=1))]
    taken = {("s1", 0): 1, ("s1", 1): 101, ("s2", 0): 2, ("s2", 1): 102}
    one, other = office.publish(*two, taken=taken)
    office.uses.duty.assign(one.id, pid(103), 1, "", command())
    newer = published(two, {**taken, ("s2", 1): 101}, version=2)
    attempt = Attempt(2, frozen_before=START + timedelta(hours=1))
    newer = replace(newer, rota=replace(newer.rota, published=attempt))
    office.uses.open_shifts(newer)
    assert [office.get(each.id).places[1].person for each in (one, other)] == [pid(103), pid(101)]
    office.uses.duty.drop_out(other.id, pid(2), "ill", command())
    assert office.uses.open_shifts(newer) == 0
    assert office.get(other.id).places[0].person == ""
    assert not broken_promises(office)


def test_who_lost_the_certificate_a_place_asks_for_is_replaced_at_the_next_reminder(office):
    trained = replace(VOLUNTEER, skills=frozenset({"first_aid"}))
    proof = (Certificate("first_aid", verified=True),)
    office.folk.people |= {pid(each): person(each, certificates=proof) for each in (101, 102)}
    shift = office.publish(slot(needs=(OFFICER, trained)), taken=TAKEN)[0]
    office.folk.people[pid(101)] = person(101)
    office.to(START - timedelta(hours=23))
    assert [event["data"]["reason"] for event in office.events("dropped_out")] == ["certificate"]
    assert {ask.person for ask in office.get(shift.id).places[1].asks} <= {pid(102)}
    assert not broken_promises(office)
