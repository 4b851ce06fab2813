"""An order returns the case as it left it, whatever else happens to the case meanwhile."""

from __future__ import annotations

from services.mediation.domain.grading import Raise
from services.mediation.domain.opening import AddSource
from tests.fixtures.mediation import command, officer


def test_what_is_returned_is_what_is_stored(office):
    case = office.open()
    after = office.do(case.id, AddSource("visit", "visit-2"))
    assert after == office.app.act.case(case.id)
    assert after.version > case.version


def test_who_lost_a_race_gets_the_case_with_what_the_winner_did(office):
    case, looks = office.open(), []

    def slow(seen):
        if not looks:
            office.do(case.id, AddSource("visit", "quicker"))
        looks.append(seen.version)

    after = office.app.act(case.id, [AddSource("visit", "slower")], officer(), command("slower"), slow)
    assert len(looks) == 2
    assert [each.ref for each in after.origins] == ["visit-1", "quicker", "slower"]
    assert after == office.app.act.case(case.id)


def test_a_repeat_gets_the_case_as_it_is_now(office):
    case = office.open()
    office.do(case.id, AddSource("visit", "visit-2"), key="once")
    raised = office.do(case.id, Raise("orange", "threats"))
    assert office.do(case.id, AddSource("visit", "visit-2"), key="once") == raised


def test_an_order_that_changes_nothing_returns_the_case_unchanged(office):
    case = office.open()
    assert office.do(case.id, AddSource("visit", "visit-1")) == case
