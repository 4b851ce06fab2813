"""Somebody who may be known is offered with reasons, and becomes the known one on an officer's word only."""

from __future__ import annotations

import pytest

from services.mediation.domain.refused import Refused
from tests.fixtures.mediation import GRIDS, command, officer, person

VILLAGE = GRIDS[0][:12]
OTHER = {"birth_date": "1978-02-03", "phone": "13900000002", "village": VILLAGE}


@pytest.fixture
def two_cases(office):
    """The same two people; of one the second record has only name, year and village."""
    first = office.open("visit-1")
    known = {"birth_date": "1980-05-01", "phone": "13900000001", "village": VILLAGE}
    office.join(first.id, person("演练李四", "a", **known), person("演练张三", "b", **OTHER))
    second = office.open("visit-2")
    vague = {"birth_date": "1980", "village": VILLAGE}
    joined = office.join(second.id, person("演练李四", "a", ref="p1", **vague), person("演练张三", "b", **OTHER))
    return first.id, joined


def judge(office, case: str, *, same: bool):
    (offered,) = [each for each in office.app.likenesses.of(case, officer()) if each.ref == "p1"]
    return office.app.likenesses.judge(case, "p1", offered.found.person_id, same, officer(), command())


def test_what_is_only_possible_makes_no_match_by_itself(office, two_cases):
    first, second = two_cases
    assert second.id != first
    (offered,) = [each for each in office.app.likenesses.of(second.id, officer()) if each.ref == "p1"]
    assert offered.found.verdict == "possible"
    assert {reason.field for reason in offered.found.reasons} >= {"name", "birth_date"}


def test_an_officers_word_makes_the_dispute_one_case(office, two_cases):
    first, second = two_cases
    assert judge(office, second.id, same=True).id == first
    assert office.app.act.case(second.id).merged_into == first


def test_who_is_said_to_be_another_stays_another(office, two_cases):
    _, second = two_cases
    after = judge(office, second.id, same=False)
    assert after.id == second.id
    (offered,) = [each for each in office.app.likenesses.of(second.id, officer()) if each.ref == "p1"]
    assert offered.said == "rejected"


def test_only_who_was_offered_can_be_confirmed(office, two_cases):
    _, second = two_cases
    with pytest.raises(Refused, match="not offered"):
        office.app.likenesses.judge(second.id, "p1", "p-somebody", True, officer(), command())
