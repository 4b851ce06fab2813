"""How far a mediator has to go is known wherever a case was placed, down to a grid or only to a township."""

from __future__ import annotations

import pytest

from tests.fixtures.mediation import COUNTY, GRIDS, mediation_office, officer


@pytest.mark.parametrize("region", [GRIDS[3], GRIDS[3][:12], GRIDS[3][:9], COUNTY])
def test_a_case_placed_at_any_level_has_a_distance_to_each_mediator(tmp_path, region):
    office = mediation_office(tmp_path / "store.db")
    case = office.open(region=region)
    found = [each for each in office.app.suggest(case.id, officer()) if not each.excluded]
    far = [reason.value for each in found for reason in each.reasons if reason.factor == "distance"]
    assert far
    assert all(0 < km < 6 for km in far)
