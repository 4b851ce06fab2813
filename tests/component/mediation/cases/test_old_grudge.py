"""An old quarrel behind a new one is found, however old; a stranger of the same name is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianfang.persistence.store import find_all
from services.mediation.app.said import KinSaid
from services.mediation.domain.linking import DecideLink
from services.mediation.domain.people.identity import Stated
from services.mediation.domain.people.kin import Kind
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation import GRIDS, person

VILLAGE = GRIDS[0][:12]
FATHER = {"birth_date": "1950-06-01", "village": VILLAGE, "phone": "13900000050"}
OTHER = {"birth_date": "1955-01-09", "village": VILLAGE, "phone": "13900000055"}
SON = {"birth_date": "1979-03-04", "village": VILLAGE, "phone": "13900000079"}


@pytest.fixture
def quarrel_of_2005(office):
    """The father's quarrel, entered from the paper ledger: 18 years before the new one."""
    then = datetime(2005, 4, 2, tzinfo=UTC)
    office.clock.now = datetime(2023, 9, 4, 1, tzinfo=UTC)
    old = office.open("ledger-2005-17", source="record", happened_at=then)
    return office.join(old.id, person("演练张大", "a", **FATHER), person("演练王五", "b", **OTHER))


def new_quarrel(office, father: dict[str, str]):
    """The son against the same man; the record says who the son's father is."""
    case = office.open("visit-2023-1")
    kin = (KinSaid(Kind.FATHER, stated=Stated("演练张大", **father)),)
    return office.join(case.id, person("演练张小", "a", **SON, kin=kin), person("演练王五", "b", **OTHER))


def test_the_fathers_quarrel_of_18_years_ago_is_found_with_its_path(office, quarrel_of_2005):
    case = new_quarrel(office, FATHER)
    (link,) = case.links
    assert link.other == quarrel_of_2005.id
    assert link.years == 18
    assert link.both_ends
    assert any(step.startswith("father:") for step in link.path)
    assert link.decided == ""


def test_a_stranger_of_the_fathers_name_is_not_the_father(office, quarrel_of_2005):
    stranger = {"birth_date": "1962-11-30", "village": GRIDS[3][:12], "phone": "13900000062"}
    case = office.open("visit-2023-1")
    kin = (KinSaid(Kind.FATHER, stated=Stated("演练张大", **stranger)),)
    case = office.join(
        case.id, person("演练张小", "a", **SON, kin=kin), person("演练赵六", "b", phone="13900000066")
    )
    assert case.links == ()


def test_a_confirmed_grudge_weighs_in_the_grade_and_says_so(office, quarrel_of_2005):
    case = new_quarrel(office, FATHER)
    before = case.points
    after = office.do(case.id, DecideLink(quarrel_of_2005.id, confirmed=True))
    assert after.points > before
    assert any(reason.factor == "grudge_years" and reason.value == "18" for reason in after.reasons)


def test_a_rejected_candidate_weighs_nothing_and_is_not_offered_again(office, quarrel_of_2005):
    case = new_quarrel(office, FATHER)
    after = office.do(case.id, DecideLink(quarrel_of_2005.id, confirmed=False))
    assert after.points == case.points
    again = office.join(case.id, person("演练证人", "a", role="witness", phone="13900000001"))
    assert [link.decided for link in again.links] == ["rejected"]


def test_what_was_never_offered_cannot_be_confirmed(office, quarrel_of_2005):
    case = new_quarrel(office, FATHER)
    with pytest.raises(Refused, match="no candidate"):
        office.do(case.id, DecideLink("some-other-case", confirmed=True))


def test_the_old_record_entered_later_is_offered_to_the_open_case(office):
    office.clock.now = datetime(2023, 9, 4, 1, tzinfo=UTC)
    case = new_quarrel(office, FATHER)
    assert case.links == ()
    old = office.open("ledger-2005-17", source="record", happened_at=datetime(2005, 4, 2, tzinfo=UTC))
    office.join(old.id, person("演练张大", "a", **FATHER), person("演练王五", "b", **OTHER))
    assert [link.other for link in office.app.act.case(case.id).links] == [old.id]


def test_an_old_record_is_no_dispute_of_today(office, quarrel_of_2005):
    assert quarrel_of_2005.state == "closed"
    assert office.app.act.case(quarrel_of_2005.id).deadlines == {}
    (document,) = find_all(office.store, "cases")
    assert document["keys"]["tally"] == []
