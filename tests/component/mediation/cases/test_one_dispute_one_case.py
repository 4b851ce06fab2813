"""One dispute, one case: whatever arrives twice or from two sources, in whatever order, or is cut off halfway."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from lianfang.persistence.store import find_all
from services.mediation.app.linking import Linking
from services.mediation.app.open_case import Notice
from services.mediation.domain.ending import Fail, Merge, Withdraw
from services.mediation.domain.opening import Triage
from tests.fixtures.mediation import COUNTY, GRIDS, command, mediation_office, person

LI, ZHANG = "演练李四", "演练张三"
LI_SAYS = {"birth_date": "1980-05-01", "phone": "13900000001", "village": GRIDS[0][:12]}
ZHANG_SAYS = {"birth_date": "1978-02-03", "phone": "13900000002", "village": GRIDS[0][:12]}


def notice(source: str, ref: str, *also: tuple[str, str]) -> Notice:
    return Notice(source, ref, "200302", COUNTY, GRIDS[0], also=also)


def pair_of(office, case: str, **more):
    """Add the same two people to a case."""
    return office.join(case, person(LI, "a", **LI_SAYS), person(ZHANG, "b", **ZHANG_SAYS), **more)


def cases(office) -> list[str]:
    return sorted(document["id"] for document in find_all(office.store, "cases"))


def test_an_incident_that_comes_twice_opens_one_case(office):
    first = office.app.open_case(notice("incident", "i-1"), command("event-1"))
    again = office.app.open_case(notice("incident", "i-1"), command("event-1"))
    other_event = office.app.open_case(notice("incident", "i-1"), command("event-2"))
    assert first.fresh
    assert not again.fresh
    assert not other_event.fresh
    assert {first.id, again.id, other_event.id} == set(cases(office))
    assert len(office.events("case_opened")) == 1


@pytest.mark.parametrize("visit_first", [True, False])
def test_a_visit_that_names_its_incident_has_the_incidents_case(office, visit_first):
    visit, incident = notice("visit", "v-1", ("incident", "i-1")), notice("incident", "i-1")
    order = [visit, incident] if visit_first else [incident, visit]
    opened = [office.app.open_case(each, command(f"{each.source}")) for each in order]
    assert opened[0].id == opened[1].id
    case = office.app.act.case(opened[0].id)
    assert {each.source for each in case.origins} == {"visit", "incident"}


def test_a_grid_report_and_the_incident_it_became_are_one(office):
    one = office.app.open_case(notice("grid_report", "i-1"), command("1"))
    assert office.app.open_case(notice("incident", "i-1"), command("2")).id == one.id


def test_two_reports_of_the_same_two_people_become_one_case(office):
    first = pair_of(office, office.open("visit-1").id)
    second = office.open("walk-1", source="walk_in")
    holder = pair_of(office, second.id)
    assert holder.id == first.id
    assert office.app.act.case(second.id).state == "merged"
    assert office.app.act.case(second.id).merged_into == first.id
    assert {each.ref for each in holder.origins} == {"visit-1", "walk-1"}
    assert len([each for each in holder.parties if each.role == "party"]) == 2


def test_which_side_somebody_was_written_on_does_not_matter(office):
    first = pair_of(office, office.open("visit-1").id)
    second = office.open("visit-2")
    holder = office.join(second.id, person(ZHANG, "a", **ZHANG_SAYS), person(LI, "b", **LI_SAYS))
    assert holder.id == first.id
    assert len(holder.parties) == 2


def test_who_joins_by_the_second_report_only_comes_over_to_the_right_side(office):
    pair_of(office, office.open("visit-1").id)
    second = office.open("visit-2")
    holder = office.join(
        second.id, person(ZHANG, "a", **ZHANG_SAYS), person("演练王五", "a", phone="13900000009"),
        person(LI, "b", **LI_SAYS),
    )  # fmt: skip
    zhang = next(each for each in holder.parties if each.side == "b" and "." not in each.ref)
    newcomer = next(each for each in holder.parties if "." in each.ref)
    assert newcomer.side == zhang.side


def test_a_merged_case_is_not_counted_as_a_dispute(office):
    pair_of(office, office.open("visit-1").id)
    pair_of(office, office.open("visit-2").id)
    tallies = [document["keys"]["tally"] for document in find_all(office.store, "cases")]
    assert sorted(map(bool, tallies)) == [False, True]


def test_merging_goes_on_after_the_process_died_in_between(office, tmp_path, monkeypatch):
    first = pair_of(office, office.open("visit-1").id)
    second = office.open("visit-2")
    with monkeypatch.context() as dying:
        dying.setattr(Linking, "__call__", _dies)
        with pytest.raises(_DiedError):
            pair_of(office, second.id)
    assert office.app.act.case(second.id).state == "registered"
    assert office.app.join.resume() == 0, "it is taken up only when whoever began it must have ended"
    office.clock.forward(60)
    assert office.app.join.resume() == 1
    assert office.app.act.case(second.id).merged_into == first.id
    assert office.app.join.resume() == 0


def test_merging_goes_on_when_it_died_after_the_first_of_its_two_writes(office, monkeypatch):
    first = pair_of(office, office.open("visit-1").id)
    second = office.open("visit-2")
    real = type(office.app.act).internally

    def dies_at_the_second(self, id, orders, *rest, **more):
        if any(isinstance(order, Merge) for order in orders):
            raise _DiedError
        return real(self, id, orders, *rest, **more)

    with monkeypatch.context() as dying:
        dying.setattr(type(office.app.act), "internally", dies_at_the_second)
        with pytest.raises(_DiedError):
            pair_of(office, second.id)
    office.clock.forward(60)
    office.app.join.resume()
    holder = office.app.act.case(first.id)
    assert office.app.act.case(second.id).state == "merged"
    assert [each.ref for each in holder.origins] == ["visit-1", "visit-2"]


def test_the_same_pair_soon_after_the_end_reopens_the_case(office):
    first = pair_of(office, office.open("visit-1").id)
    office.do(first.id, Withdraw("reconciled"))
    office.clock.forward(timedelta(days=100).total_seconds())
    second = office.open("i-9", source="incident")
    holder = pair_of(office, second.id)
    assert holder.id == first.id
    assert holder.state == "reopened"
    assert holder.owner
    assert "triage" in holder.deadlines


def test_the_same_pair_long_after_the_end_makes_a_case_that_is_linked_to_it(office):
    first = pair_of(office, office.open("visit-1").id)
    office.do(first.id, Withdraw("reconciled"))
    office.clock.forward(timedelta(days=400).total_seconds())
    second = pair_of(office, office.open("visit-2").id)
    assert second.id != first.id
    assert second.state == "registered"
    assert [link.other for link in second.links] == [first.id]
    assert second.links[0].both_ends


def test_a_case_that_failed_is_still_alive_and_takes_the_new_report(office):
    case = pair_of(office, office.open("visit-1").id)
    office.do(case.id, Triage("people"), Fail(("court",)))
    holder = pair_of(office, office.open("i-2", source="incident").id)
    assert holder.id == case.id
    assert holder.open


def test_many_processes_that_open_and_join_at_once_make_one_case(tmp_path):
    offices = [mediation_office(tmp_path / "mediation.db", loaded=False) for _ in range(2)]
    offices[0].load()
    offices[0].furnish()
    offices[1].app.replica()
    errors: list[BaseException] = []

    def work(number: int) -> None:
        office = offices[number % 2]
        try:
            opened = office.app.open_case(notice("visit", f"v-{number}"), command(f"open-{number}"))
            pair_of(office, opened.id, key=f"join-{number}")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    offices[0].clock.forward(60)
    offices[0].app.join.resume()
    found = [offices[0].app.act.case(id) for id in cases(offices[0])]
    alive = [case for case in found if case.state != "merged"]
    assert len(alive) == 1
    assert {each.ref for each in alive[0].origins} == {f"v-{number}" for number in range(6)}


class _DiedError(BaseException):
    """The process is gone."""


def _dies(self, case):
    raise _DiedError
