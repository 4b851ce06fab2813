"""Two people change places, or one gives theirs away: whole or not at all, whichever process dies in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.swapping import EndSwap, Propose
from tests.fixtures.patrol_mortal import Crash, Mortal
from tests.fixtures.patrol_shifts import START, broken_promises, command, pid, shift_office, slot

TWO = [slot("s1"), slot("s2", START + timedelta(days=1))]
TAKEN = {("s1", 0): 1, ("s1", 1): 101, ("s2", 0): 2, ("s2", 1): 102}


def proposed(office):
    """Return two shifts, of which the volunteers want to change places."""
    one, other = office.publish(*TWO, taken=TAKEN)
    order = Propose("w-1", pid(101), pid(102), other.id, 1)
    office.uses.swaps.propose(one.id, order, command())
    return one.id, other.id


def volunteers(office):
    """Return the volunteer of each shift."""
    return [each.places[1].person for each in sorted(office.shifts(), key=lambda shift: shift.start)]


def test_a_swap_is_agreed_approved_and_done_in_both_shifts_and_diaries(office):
    one, other = proposed(office)
    assert office.uses.swaps.agree(one, "w-1", pid(102), command()).swaps[0].state == "agreed"
    assert volunteers(office) == [pid(101), pid(102)]
    office.uses.swaps.approve(one, "w-1", command())
    office.uses.swaps.approve(one, "w-1", command())
    assert volunteers(office) == [pid(102), pid(101)]
    assert {entry.shift for entry in office.uses.diaries.of(pid(101)).entries} == {other}
    assert not broken_promises(office)
    decisions = [event["data"]["decision"] for event in office.events("swap_decided")]
    assert decisions == ["agreed", "approved"]


def test_where_policy_asks_for_no_approval_the_takers_word_is_enough(tmp_path):
    office = shift_office(tmp_path / "store.db", swap_needs_approval=False)
    one, _ = proposed(office)
    office.uses.swaps.agree(one, "w-1", pid(102), command())
    assert volunteers(office) == [pid(102), pid(101)]


def test_a_place_is_given_away_to_who_agrees(office):
    one, _ = office.publish(*TWO, taken=TAKEN)
    office.uses.swaps.propose(one.id, Propose("w-2", pid(101), pid(103)), command())
    with pytest.raises(Refused, match="only the taker"):
        office.uses.swaps.agree(one.id, "w-2", pid(102), command())
    office.uses.swaps.agree(one.id, "w-2", pid(103), command())
    office.uses.swaps.approve(one.id, "w-2", command())
    assert volunteers(office) == [pid(103), pid(102)]
    assert office.uses.diaries.of(pid(101)).entries == ()


def test_a_swap_that_breaks_a_rule_by_then_leaves_all_as_it_was(office):
    one, _ = proposed(office)
    office.uses.swaps.agree(one, "w-1", pid(102), command())
    office.publish(
        slot("s0", START + timedelta(hours=28)), taken={("s0", 0): 3, ("s0", 1): 103}, roster="r-0"
    )  # fmt: skip
    office.uses.duty.assign(office.shifts()[-1].id, pid(101), 1, "flood", command())
    before = office.shifts()
    with pytest.raises(Refused):
        office.uses.swaps.approve(one, "w-1", command())
    assert [each.people for each in office.shifts()] == [each.people for each in before]
    assert not any(place.pledged for each in office.shifts() for place in each.places)


def test_a_swap_refused_or_overtaken_by_a_drop_out_is_off(office):
    one, _ = proposed(office)
    office.uses.swaps.end(one, EndSwap("w-1", "refused"), command())
    with pytest.raises(Refused):
        office.uses.swaps.approve(one, "w-1", command())
    office.uses.swaps.propose(one, Propose("w-3", pid(101), pid(103)), command())
    shift = office.uses.duty.drop_out(one, pid(101), "ill", command())
    assert [swap.state for swap in shift.swaps] == ["refused", "withdrawn"]


@pytest.mark.parametrize("lives", range(14))
def test_a_crash_anywhere_leaves_a_swap_whole_or_undone(tmp_path, lives):
    office = shift_office(tmp_path / "store.db")
    one, _ = proposed(office)
    office.uses.swaps.agree(one, "w-1", pid(102), command())
    dying = shift_office(tmp_path / "store.db", like=office, wrapped=lambda store: Mortal(store, lives))
    crashed = False
    try:
        dying.uses.swaps.approve(one, "w-1", command("approve"))
    except Crash:
        crashed = True
    for _ in range(4):
        office.clock.forward(60)
        office.uses.settle()
    assert volunteers(office) in ([pid(101), pid(102)], [pid(102), pid(101)])
    assert crashed or volunteers(office) == [pid(102), pid(101)]
    assert not any(place.pledged for each in office.shifts() for place in each.places)
    assert not broken_promises(office)
    for person in (pid(101), pid(102)):
        assert len(office.uses.diaries.of(person).entries) == 1
