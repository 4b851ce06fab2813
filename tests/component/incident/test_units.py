"""Who is on duty is a replica; units are recommended and sent by it, and what the dispatcher chose is kept."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import permutations
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.envelope import Event
from lianfang.messaging.routing import COMMANDS, EVENTS
from lianfang.messaging.subscription import Permanent
from lianfang.persistence.sqlite.adapter import SqliteStore
from services.incident.app.access import NotAllowed, NotThere
from services.incident.app.duty import Duty, collections
from services.incident.app.send_units import UnknownUnit
from services.incident.domain.task import Refused
from services.incident.entrypoints.units import Units
from tests.fixtures.clock import MORNING
from tests.fixtures.duty import CAR, FAR, WALKERS, told
from tests.fixtures.incident import COUNTY, RIGHT, command, dispatcher, intake, names, team


@pytest.fixture
def incident(desk):
    return desk.report()


@pytest.fixture
def units(desk):
    desk.app.duty.learn(told(), 1)
    desk.app.duty.learn(told(FAR, lon=RIGHT[0], lat=RIGHT[1], team=f"{COUNTY}.right.case"), 1)
    desk.app.duty.learn(told(WALKERS, state="unavailable", reason="break", mode="foot"), 1)


def advised(desk, incident, caller=None):
    return desk.app.send_units.recommended(incident.id, caller or dispatcher())


def send(desk, incident, unit=CAR, reason="", key="", caller=None):
    return desk.app.send_units.send(incident.id, unit, reason, caller or dispatcher(), command(key))


def test_without_any_news_of_duty_reports_are_taken_and_nothing_is_recommended(desk, incident):
    assert incident.tasks
    found = advised(desk, incident)
    assert (found.advice, found.known) == ((), 0)


def test_the_nearest_of_the_own_team_comes_first(desk, incident, units):
    found = advised(desk, incident)
    assert [one.unit for one in found.advice] == [CAR, FAR, WALKERS]
    assert [one.suitable for one in found.advice] == [True, True, False]
    assert found.known == 3


def test_the_first_recommended_is_sent_without_a_reason_and_once(desk, incident, units):
    once = send(desk, incident, key="k")
    again = send(desk, incident, key="k")
    under_another_key = send(desk, incident)
    assert once == again == under_another_key
    (sent,) = once.units
    assert (sent.unit, sent.rank, sent.override, sent.released) == (CAR, 1, False, "")
    (event,) = desk.events("unit_chosen")
    assert event["region"] == COUNTY
    assert event["data"]["unit"] == CAR
    assert not event["data"]["override"]


def test_another_needs_a_reason_and_what_was_recommended_is_kept_with_it(desk, incident, units):
    with pytest.raises(Refused) as refused:
        send(desk, incident, FAR)
    assert (refused.value.reason, refused.value.state) == ("needs_reason", CAR)
    (sent,) = send(desk, incident, FAR, "knows_the_place").units
    assert (sent.rank, sent.override, sent.reason, sent.advised) == (2, True, "knows_the_place", (CAR, FAR))
    (line,) = [entry for entry in desk.stored(incident.id).history if entry.what == "unit_chosen"]
    assert "knows_the_place" in line.note
    assert CAR in line.note


def test_even_one_that_is_not_available_may_be_sent_if_the_dispatcher_says_why(desk, incident, units):
    (sent,) = send(desk, incident, WALKERS, "only_ones_near").units
    assert (sent.rank, sent.override) == (0, True)


def test_a_unit_nobody_heard_of_is_not_sent(desk, incident, units):
    with pytest.raises(UnknownUnit, match=r"999999\.x\.y"):
        send(desk, incident, "999999.x.y", "why_not")


def test_a_unit_of_a_county_the_incident_is_not_in_is_not_sent(desk, incident, units):
    abroad = "999999.left.car-1"
    desk.app.duty.learn(told(abroad, county="999999"), 1)
    with pytest.raises(UnknownUnit):
        send(desk, incident, abroad, reason="flood")
    assert desk.events("unit_chosen") == []


def test_which_units_there_are_is_told_to_dispatchers_of_the_incident_alone(desk, incident, units):
    for unit in (CAR, "999999.x.y"):
        with pytest.raises(NotThere):
            send(desk, incident, unit, caller=dispatcher("999999"))


@pytest.mark.parametrize(
    ("account", "exchange", "trusted"),
    [
        ("svc-patrol", EVENTS, True), ("lianfang-admin", "lianfang.return", True), ("", EVENTS, True),
        ("svc-grid", EVENTS, False), ("", "lianfang.return", False), ("team-350924.left.case", COMMANDS, False),
    ],
)  # fmt: skip
def test_only_the_patrol_service_tells_who_is_on_duty(desk, account, exchange, trusted):
    service = Units()
    service.app = desk.app
    event = Event("e", "patrol.duty_changed.v1", "/services/patrol", CAR, MORNING.isoformat(), COUNTY, told(), 1)
    with nullcontext() if trusted else pytest.raises(Permanent):
        service.learn_duty(event, SimpleNamespace(exchange=exchange, user_id=account))
    assert (desk.app.duty.unit(CAR) is not None) is trusted


def test_it_is_let_go_by_hand_or_when_the_incident_is_closed(desk, incident, units):
    send(desk, incident)
    send(desk, incident, FAR, "two_needed")
    after = desk.app.send_units.release(incident.id, CAR, "not_needed", dispatcher(), command())
    assert [sent.released for sent in after.units] == ["not_needed", ""]
    closed = desk.app.close(incident.id, "handled", dispatcher(), command())
    assert [sent.released for sent in closed.units] == ["not_needed", "closed"]
    assert names(desk.events()).count("unit_released") == 2
    with pytest.raises(Refused, match="incident_closed"):
        send(desk, incident)


def test_it_may_come_again(desk, incident, units):
    send(desk, incident)
    desk.app.send_units.release(incident.id, CAR, "not_needed", dispatcher(), command())
    assert [sent.released for sent in send(desk, incident).units] == ["not_needed", ""]


def test_who_looks_sees_that_a_unit_dropped_out_or_went_off_duty(desk, incident, units):
    found = send(desk, incident)
    assert desk.app.send_units.states(found) == {CAR: "available"}
    desk.app.duty.learn(told(state="unavailable", reason="breakdown"), 2)
    assert desk.app.send_units.states(found) == {CAR: "unavailable"}
    desk.clock.forward(9 * 3600)
    assert desk.app.send_units.states(found) == {CAR: "off_duty"}


def test_only_dispatchers_of_the_region_send_and_a_restricted_incident_stays_hidden(desk, incident, units):
    for caller in (intake(), team(f"{COUNTY}.left.case")):
        with pytest.raises(NotAllowed):
            send(desk, incident, caller=caller)
    with pytest.raises(NotThere):
        send(desk, incident, caller=dispatcher("350924"))
    hidden = desk.report(duress=True)
    with pytest.raises(NotThere):
        advised(desk, hidden)
    send(desk, hidden, caller=dispatcher(COUNTY, "supervisor"))
    (event,) = [each for each in desk.events("unit_chosen") if each["subject"] == hidden.id]
    assert event["data"]["duress"], "so that its contract sends it to the restricted exchange"


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_news_lost_doubled_or_out_of_order_leave_the_newest(tmp_path_factory, numbers):
    store = SqliteStore(tmp_path_factory.mktemp("duty") / "s.db")
    store.declare(*collections())
    duty = Duty(store)
    for number in numbers:
        duty.learn(told(assignments=number), number)
    unit = duty.unit(CAR)
    assert unit is not None
    assert (unit.load, unit.sequence) == (max(numbers), max(numbers))
    store.close()


def test_any_order_of_the_same_news_gives_the_same(desk):
    for order in permutations((1, 2, 3)):
        unit = f"{COUNTY}.left.car-{''.join(map(str, order))}"
        for number in order:
            desk.app.duty.learn(told(unit, assignments=number), number)
        assert desk.app.duty.unit(unit).load == 3
