"""An unknown category is no reason to turn a caller away, and a complaint is one however short it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.incident.app.routing_view import NOTHING
from services.incident.domain.categories import CLASS_PRIORITY, is_restricted, resolve
from tests.fixtures.incident import COUNTY, registry_of


@pytest.mark.parametrize("said", ["", "EMS: BACK PAINS", "123456", "1002003", "１００２００", "-10000", "7"])
def test_what_is_no_category_becomes_99_and_keeps_what_was_said(said):
    found = resolve(said, COUNTY, NOTHING)
    assert (found.code, found.original, found.flags) == ("990000", said, ("unknown_category",))


def test_a_listed_category_has_the_countys_priority():
    registry = registry_of()
    code = next(iter(registry.world.counties[COUNTY].categories))
    found = resolve(code, COUNTY, registry)
    assert (found.code, found.flags) == (code, ())
    assert found.priority == registry.world.counties[COUNTY].categories[code].priority


@pytest.mark.parametrize("said", ["95", "950", "950999"])
def test_a_complaint_is_restricted_however_it_is_written(said):
    found = resolve(said, COUNTY, NOTHING)
    assert is_restricted(found.code, duress=False)


@given(st.text(max_size=300))
def test_every_text_gives_a_category_of_six_digits_with_a_priority(said):
    found = resolve(said, COUNTY, NOTHING)
    assert len(found.code) == 6
    assert found.code[:2] in CLASS_PRIORITY
    assert found.priority in (1, 2, 3, 4)
    assert len(found.original) <= 64
