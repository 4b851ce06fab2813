"""Decisions about people: what each state allows, when a skill counts, and when somebody is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.contracts.registry import contract_of
from services.patrol.app.people.codec import Kept, decode, encode
from services.patrol.app.people.storage import events_of
from services.patrol.domain.people import certificates, joining, leaves
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.people.joining import Station
from services.patrol.domain.people.person import Certificate, Person
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import Wish
from services.patrol.domain.span import Span
from tests.fixtures.patrol_people import COUNTY, UNIT, ZONE

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ME = Person(person_id("me"), COUNTY, UNIT, "volunteer")
SPAN = Span(NOW + timedelta(days=1), NOW + timedelta(days=2))


def refused(call) -> Refused:
    with pytest.raises(Refused) as no:
        call()
    assert no.value.remedy
    return no.value


def test_a_person_keeps_the_id_and_a_login_makes_always_the_same():
    assert person_id(ME.id) == ME.id
    assert person_id("a") == person_id("a") != person_id("b")


@pytest.mark.parametrize(
    ("state", "approve", "suspend"),
    [("applied", "active", "suspended"), ("active", "active", "suspended"), ("suspended", "active", "suspended")],
)
def test_who_has_not_left_is_approved_and_suspended(state, approve, suspend):
    person = replace(ME, state=state)
    assert joining.approve(person).person.state == approve
    assert joining.suspend(person, "review").person.state == suspend
    assert (joining.approve(person).facts == ()) == (state == approve)


def test_who_left_is_neither_approved_nor_given_leave():
    left = joining.leave(ME, "moved").person
    assert joining.leave(left, "moved").facts == ()
    for call in (
        lambda: joining.approve(left), lambda: joining.suspend(left, "review"),
        lambda: leaves.ask(left, "l", SPAN, NOW), lambda: certificates.add(left, "drone", None, verified=True),
    ):  # fmt: skip
        assert refused(call).reason in {"wrong_state", "left"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"unit": "x"}, "unit"), ({"force": "king", "origin": ""}, "force"), ({"origin": "x"}, "origin"),
        ({"force": "officer", "origin": "shop"}, "origin"), ({"area": "350924"}, "area"), ({"area": "1"}, "area"),
        ({"groups": frozenset({"张三"})}, "groups"), ({"usual": frozenset({"x"})}, "usual"),
    ],
)  # fmt: skip
def test_where_nobody_can_serve_is_told_by_field_and_never_by_value(wrong, field):
    station = Station(**{"unit": UNIT, "force": "volunteer", **wrong})
    no = refused(lambda: joining.check(station))
    assert no.field == field
    assert "张三" not in no.message + no.remedy


def test_a_skill_counts_once_it_is_verified_and_until_its_last_day():
    told = certificates.add(ME, "drone", date(2027, 1, 1), verified=False)
    assert (told.person.skills, told.facts) == ({}, ())
    seen = certificates.verify(told.person, "drone")
    assert seen.person.skills == {"drone": date(2027, 1, 1)}
    assert [fact.name for fact in seen.facts] == ["certificate_verified"]
    assert certificates.verify(seen.person, "drone").facts == ()
    renewed = certificates.add(seen.person, "drone", date(2029, 1, 1), verified=False).person
    assert renewed.skills == {"drone": date(2027, 1, 1)}
    assert certificates.verify(renewed, "drone").person.skills == {"drone": date(2029, 1, 1)}
    assert certificates.remove(renewed, "drone").person.skills == {}
    assert refused(lambda: certificates.verify(ME, "drone")).reason == "no_certificate"
    assert refused(lambda: certificates.add(ME, "drone", date(1, 1, 1), verified=True)).field == "until"


def test_a_warning_is_due_thirty_days_before_the_last_day_ends_there():
    person = replace(ME, certificates=(Certificate("drone", date(2027, 1, 31), verified=True),))
    ahead = timedelta(days=30)
    due = certificates.next_warning(person, (), ahead, ZONE)
    assert due == datetime(2027, 1, 1, 16, tzinfo=UTC)
    step, marks = certificates.warn(person, (), due, ahead, ZONE)
    assert ([fact.name for fact in step.facts], marks) == (["certificate_expiring"], ["drone@2027-01-31"])
    assert certificates.next_warning(person, marks, ahead, ZONE) is None
    assert certificates.next_warning(replace(person, state="left"), (), ahead, ZONE) is None


def test_only_granted_leave_keeps_somebody_away():
    asked = leaves.ask(ME, "l", SPAN, NOW).person
    assert asked.away == ()
    granted = leaves.grant(asked, "l").person
    assert granted.away == (SPAN,)
    assert refused(lambda: leaves.refuse(granted, "l")).reason == "wrong_state"
    assert leaves.withdraw(granted, "l").person.away == ()
    assert leaves.grant(leaves.refuse(asked, "l").person, "l").person.away == (SPAN,)
    assert leaves.ask(granted, "l", SPAN, NOW).facts == ()
    assert refused(lambda: leaves.grant(ME, "l")).field == "leave"


@pytest.mark.parametrize(
    "span", [Span(SPAN.end, SPAN.start), Span(NOW - timedelta(2), NOW), Span(NOW, NOW + timedelta(999))]
)
def test_a_time_that_is_none_is_refused(span):
    assert refused(lambda: leaves.ask(ME, "l", span, NOW)).field == "end"
    assert refused(lambda: leaves.wish(ME, [Wish("want", span)], NOW)).field == "wishes.0.end"


ORDERS = st.lists(
    st.sampled_from(
        [
            joining.approve, lambda p: joining.suspend(p, "x"), lambda p: joining.leave(p, "x"),
            lambda p: joining.sign_up(p, p.id, Station(UNIT, "volunteer")),
            lambda p: joining.put_in(p, p.id, Station(UNIT, "auxiliary", groups=frozenset({"team:a"}))),
            lambda p: certificates.add(p, "drone", date(2027, 1, 1), verified=False),
            lambda p: certificates.verify(p, "drone"), lambda p: certificates.remove(p, "drone"),
            lambda p: leaves.ask(p, "l", SPAN, NOW), lambda p: leaves.grant(p, "l"),
            lambda p: leaves.withdraw(p, "l"), lambda p: leaves.wish(p, [Wish("avoid", SPAN)], NOW),
        ]
    ),
    max_size=12,
)  # fmt: skip


@given(ORDERS)
def test_whatever_is_decided_every_fact_keeps_its_contract_and_every_person_is_stored_whole(orders):
    person = ME
    for order in orders:
        try:
            step = order(person)
        except Refused:  # says no, and nothing is changed
            continue
        for event in events_of(step.person, step.facts):
            contract_of(event.type).check(event.data)
            assert event.region == COUNTY
        person = step.person
        assert decode(encode(Kept(person))).person == person
