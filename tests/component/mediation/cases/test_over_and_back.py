"""A dispute that was over comes back: what counts as its end, and what brings it back to life."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.persistence.store import find_all
from services.mediation.app.claims import Claims, origin
from services.mediation.app.linking import Linking
from services.mediation.app.open_case import Notice
from services.mediation.domain.agreeing import Agree, Keep
from services.mediation.domain.assigning import Accept, Assign
from services.mediation.domain.documenting import RequestDocument
from services.mediation.domain.ending import Withdraw
from services.mediation.domain.opening import AddSource, Triage
from services.mediation.domain.partying import Consent
from services.mediation.domain.refused import Refused
from services.mediation.domain.rounds import StartRound
from tests.fixtures.mediation import COUNTY, GRIDS, command, mediator, person, supervisor

LI, ZHANG = "演练李四", "演练张三"
LI_SAYS = {"birth_date": "1980-05-01", "phone": "13900000001", "village": GRIDS[0][:12]}
ZHANG_SAYS = {"birth_date": "1978-02-03", "phone": "13900000002", "village": GRIDS[0][:12]}


def pair_of(office, case: str, caller=None):
    """Add the same two people to a case."""
    return office.join(case, person(LI, "a", **LI_SAYS), person(ZHANG, "b", **ZHANG_SAYS), caller=caller)


def named(source: str, ref: str, *also: tuple[str, str], **more) -> Notice:
    return Notice(source, ref, "200302", COUNTY, GRIDS[0], also=also, **more)


def test_a_paper_record_of_long_ago_does_not_swallow_todays_dispute(office):
    """The record was entered today, but the quarrel ended long ago."""
    long_ago = office.clock() - timedelta(days=18 * 365)
    record = pair_of(office, office.open("ledger-1", source="record", happened_at=long_ago).id)
    today = pair_of(office, office.open("visit-1").id)
    assert (today.id == record.id, today.state) == (False, "registered")
    assert [link.other for link in today.links] == [record.id]
    counted = {each.figure.name: each.count for each in office.app.figures(supervisor()).figures}
    assert (counted["accepted"], counted["pending"]) == (1, 1)


def test_what_is_noted_of_a_case_after_its_end_does_not_put_its_end_off(office):
    first = pair_of(office, office.open("visit-1").id)
    office.do(first.id, Withdraw("reconciled"))
    office.clock.forward(timedelta(days=170).total_seconds())
    office.do(first.id, RequestDocument("d-1", "invitation", "1", "token"))
    office.clock.forward(timedelta(days=20).total_seconds())
    assert pair_of(office, office.open("visit-2").id).id != first.id


def test_what_the_new_report_tells_of_danger_weighs_in_the_case_that_comes_back(office):
    first = pair_of(office, office.open("visit-1").id)
    office.do(first.id, Withdraw("reconciled"))
    back = pair_of(office, office.open("visit-2", signals=("weapon",)).id)
    assert (back.id, back.state, back.risk) == (first.id, "reopened", "orange")


def test_a_second_report_that_tells_of_danger_is_merged_though_that_alone_raises_the_case(office):
    first = pair_of(office, office.open("visit-1").id)
    second = office.open("visit-2", signals=("weapon",))
    holder = pair_of(office, second.id)
    assert (holder.id, holder.risk) == (first.id, "orange")
    assert office.app.act.case(second.id).state == "merged"


def agreed(office):
    """A dispute in which both sides agreed."""
    case = pair_of(office, office.open("visit-1").id)
    whole = office.app.act.briefing.policies.for_county(COUNTY).modes["people"].written
    by = office.clock() + timedelta(days=1)
    orders = [Triage("people"), Assign("m-1"), Accept("m-1"), Consent(("a", "b")), StartRound()]
    return office.do(case.id, *orders, Agree("written", whole, by))


@pytest.mark.parametrize(
    ("source", "state"), [("incident", "reopened"), ("grid_report", "reopened"), ("visit", "follow_up")]
)
def test_a_new_incident_between_people_who_are_only_visited_brings_their_case_back(office, source, state):
    case = office.do(agreed(office).id, Keep())
    back = pair_of(office, office.open("again", source=source).id)
    assert (back.id, back.state) == (case.id, state)
    assert set(back.deadlines) & {"triage", "follow_up"}


def test_a_new_incident_raises_a_case_whose_agreement_is_being_performed(office):
    case = agreed(office)
    raised = pair_of(office, office.open("again", source="incident").id)
    assert (raised.id, raised.state, raised.risk) == (case.id, "agreed", "yellow")


def test_a_visit_brings_the_case_of_an_incident_back_that_was_taken_for_a_false_alarm(office):
    case = office.open("i-1", source="incident")
    office.do(case.id, Withdraw("false_alarm"))
    visit = named("visit", "v-1", ("incident", "i-1"), signals=("threats",))
    for key in ("1", "1", "2"):
        assert office.app.open_case(visit, command(key)).id == case.id
    back = office.app.act.case(case.id)
    assert (back.state, back.reopened, back.risk) == ("reopened", 1, "yellow")
    assert "triage" in back.deadlines


def test_an_incident_that_comes_after_the_end_was_known_before_and_brings_nothing_back(office):
    case = office.app.open_case(named("visit", "v-1", ("incident", "i-1")), command("1"))
    office.do(case.id, Withdraw("reconciled"))
    office.app.open_case(named("incident", "i-1"), command("2"))
    assert office.app.act.case(case.id).state == "withdrawn"


def test_a_sealed_report_seals_the_case_that_takes_it_over(office):
    first = pair_of(office, office.open("visit-1").id)
    second = office.open("visit-2", sealed=True)
    assert pair_of(office, second.id, caller=supervisor()).id == first.id
    assert office.app.act.case(first.id).sealed


def test_a_visit_and_its_incident_that_come_at_once_are_one_case(office, monkeypatch):
    """The incident comes between the visit's look at what is known and its own reservation."""
    real, heard = Claims.claim, []

    def claim(self, key, *rest):
        if not heard:
            heard.append(key)
            office.app.open_case(named("incident", "i-1"), command("event"))
        return real(self, key, *rest)

    monkeypatch.setattr(Claims, "claim", claim)
    office.app.open_case(named("visit", "v-1", ("incident", "i-1")), command("visit"))
    assert heard == [origin("incident", "i-1")]
    (case,) = [office.app.act.case(each["id"]) for each in find_all(office.store, "cases")]
    assert {each.source for each in case.origins} == {"visit", "incident"}


def test_a_case_that_can_not_be_linked_does_not_hold_up_the_others(office, monkeypatch):
    stuck, other = office.open("visit-1"), office.open("visit-2")
    real = Linking.__call__

    def refuses(self, case):
        if case.id == stuck.id:
            raise Refused("odd", "this one needs a look")
        return real(self, case)

    monkeypatch.setattr(Linking, "__call__", lambda _self, case: case)
    for each in (stuck, other):
        office.join(each.id, person(f"{LI}{each.number}", "a"))
    office.clock.forward(60)
    monkeypatch.setattr(Linking, "__call__", refuses)
    office.app.join.resume()
    assert "linking" in office.app.act.case(stuck.id).deadlines
    assert "linking" not in office.app.act.case(other.id).deadlines


def test_a_source_of_a_running_case_is_only_noted(office):
    case = office.open("visit-1")
    office.do(case.id, AddSource("patrol", "p-1"))
    again = office.app.open_case(named("walk_in", "w-1", ("visit", "visit-1")), command("1"))
    assert again.id == case.id
    assert office.app.act.case(case.id).state == "registered"


@pytest.mark.parametrize("why", ["override", "on_the_spot", "suggested"])
def test_a_mediator_who_is_full_or_away_is_asked_with_a_reason_only(office, why):
    def anyhow(_version: int) -> None:
        return

    office.app.roster.put_mediator("m-1", mediator() | {"capacity": 1}, command(), anyhow)
    today = office.clock().date().isoformat()
    away = {"away": [{"first": today, "last": today}]}
    office.app.roster.put_mediator("m-2", mediator() | away, command(), anyhow)
    office.do(office.open("visit-0").id, Triage("people"), Assign("m-1"))
    case = office.open("visit-1")
    office.do(case.id, Triage("people"))
    for who in ("m-1", "m-2"):
        with pytest.raises(Refused) as refusal:
            office.do(case.id, Assign(who))
        assert (refusal.value.reason, refusal.value.field) == ("not_available", "mediator")
        assert "override" in refusal.value.remedy
    assert office.do(case.id, Assign("m-1", why)).mediator == "m-1"
