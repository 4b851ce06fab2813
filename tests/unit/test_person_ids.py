"""One person has one id in every service."""

import pytest

from lianfang.person_ids import person_id
from services.patrol.domain.people.ids import person_id as patrols


@pytest.mark.parametrize("subject", ["officer-7", "民警", "p-5c1f6f0e0a365f0e9f0b2b1d0a1f7c14", "p-short"])
def test_field_records_and_shifts_know_the_same_person(subject):
    assert person_id(subject) == patrols(subject)
    assert person_id(person_id(subject)) == person_id(subject)
