"""What is sealed does not show through other cases: links, merged reports, repeats, refusals; nor is it guessed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from lianfang.persistence.store import find_all
from lianfang.web.access import Caller
from services.mediation.app import views
from services.mediation.app.access import NotThere, may_see, on_the_case
from services.mediation.app.open_case import Notice
from services.mediation.domain.partying import Seal
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation import COUNTY, GRIDS, command, officer, person, supervisor, team_caller

VILLAGE = GRIDS[0][:12]
LI = {"birth_date": "1980-05-01", "phone": "13900000001", "village": VILLAGE}
ZHANG = {"birth_date": "1978-02-03", "phone": "13900000002", "village": VILLAGE}


def pair_of(office, case: str):
    two = person("演练李四", "a", **LI), person("演练张三", "b", **ZHANG)
    return office.join(case, *two, caller=supervisor())


def audiences(office, id: str) -> list[str]:
    return [each.get("audience", "public") for each in office.store.get("cases", id)["outbox"]]


@pytest.mark.parametrize("sealed_first", [True, False])
def test_what_becomes_one_with_something_sealed_is_sealed_before_anybody_hears_of_it(office, sealed_first):
    first = pair_of(office, office.open("visit-1", sealed=sealed_first).id)
    second = office.open("i-2", source="incident", sealed=not sealed_first)
    before = {id: len(audiences(office, id)) for id in (first.id, second.id)}
    assert pair_of(office, second.id).id == first.id
    for id, told in before.items():
        assert office.app.act.case(id).sealed
        assert set(audiences(office, id)[told:]) <= {"restricted"}


def test_an_incident_under_duress_seals_the_case_that_a_visit_opened_about_it(office):
    case = office.open("visit-1", also=(("incident", "i-1"),))
    assert office.open("i-1", source="incident", sealed=True).id == case.id
    assert office.app.act.case(case.id).sealed
    assert audiences(office, case.id)[1:] == ["restricted", "restricted"]
    office.do(case.id, Seal(False), caller=supervisor())
    office.app.open_case(Notice("incident", "i-1", "200302", COUNTY, GRIDS[0], sealed=True), command("again"))
    assert not office.app.act.case(case.id).sealed, "a report that was heard already seals nothing anew"


@pytest.fixture
def linked(office):
    """A new dispute and the sealed old one behind it: their ids."""
    office.clock.now = datetime(2023, 9, 4, 1, tzinfo=UTC)
    old = office.open("ledger-1", source="record", happened_at=datetime(2005, 4, 2, tzinfo=UTC))
    pair_of(office, old.id)
    office.do(old.id, Seal(True), caller=supervisor())
    return pair_of(office, office.open("visit-1").id).id, old.id


def told(office, id: str, caller: Caller) -> str:
    """Return all that HTTP tells a caller of a case."""
    case = office.app.cases.get(id, caller)
    facts = [views.entry(0, fact) for fact in office.app.cases.history(id, caller)]
    return json.dumps([views.case(case), [views.link(each) for each in case.links], facts])


def test_a_link_to_a_sealed_case_shows_to_those_only_who_may_see_that_case(office, linked):
    new, old = linked
    assert old in told(office, new, supervisor())
    before = [fact.name for fact in office.app.cases.history(new, supervisor())]
    for caller in (officer(), officer("officer-2"), Caller("v", frozenset({"viewer"}), COUNTY)):
        assert old not in told(office, new, caller)
        assert [fact.name for fact in office.app.cases.history(new, caller)] == before
    office.do(old, Seal(False), caller=supervisor())
    assert old in told(office, new, officer())


def test_a_merged_report_is_sealed_with_the_case_that_has_its_dispute(office):
    first = pair_of(office, office.open("visit-1").id).id
    second = office.open("visit-2").id
    pair_of(office, second)
    other = officer("officer-2")
    reader = Caller("reader", frozenset({"reporter-data"}), COUNTY)
    assert office.app.cases.get(second, other).merged_into == first
    assert office.app.read_personal.parties(second, reader, "audit")
    office.do(first, Seal(True), caller=supervisor())
    reads = (
        lambda: office.app.cases.get(second, other), lambda: office.app.cases.history(second, other),
        lambda: office.app.read_personal.parties(second, reader, "audit"),
        lambda: office.app.likenesses.of(second, other), lambda: office.do(second, Seal(False), caller=other),
        lambda: office.app.schedule.ics(second, other),
    )  # fmt: skip
    for read in reads:
        with pytest.raises(NotThere):
            read()
    assert office.app.cases.page(other).cases == []
    assert office.app.cases.get(second, supervisor()).merged_into == first


def test_people_of_a_request_that_is_refused_are_not_kept(office):
    case = office.open()
    with pytest.raises(Refused, match="stands for nobody"):
        office.join(case.id, person("演练李四", "a", **LI), person("演练母亲", "a", role="guardian", of="p9"))
    assert not list(find_all(office.store, "people"))


def test_people_who_come_to_a_report_that_was_merged_are_not_kept_but_a_repeat_is_told_where_it_went(office):
    first = pair_of(office, office.open("visit-1").id).id
    second = office.open("visit-2").id
    two = person("演练李四", "a", **LI), person("演练张三", "b", **ZHANG)
    assert [office.join(second, *two, key="k").id for _ in range(2)] == [first, first]
    before = len(list(find_all(office.store, "people")))
    with pytest.raises(Refused, match="merged"):
        office.join(second, person("演练王五", "a", phone="13900000033"))
    assert len(list(find_all(office.store, "people"))) == before


def test_a_team_in_a_token_counts_with_the_role_team_only(office):
    case = office.open(sealed=True)
    stranger = Caller("someone", frozenset({"viewer", "reporter-data"}), COUNTY, case.owner)
    assert not may_see(stranger, case)
    assert on_the_case(team_caller(case.owner), case)


def test_what_is_not_there_is_seen_by_nobody_not_even_of_the_whole_country(office):
    with pytest.raises(NotThere):
        office.app.cases.get("none", supervisor(region=""))
