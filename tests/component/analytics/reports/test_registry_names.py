"""The parts of a report are called what the registry calls them, not by their codes."""

from __future__ import annotations

import pytest

from lianfang.regions.pack.items import to_items
from lianfang.regions.world import World
from services.analytics.app.reports.ports import NAMELESS
from services.analytics.app.reports.registry_names import RegistryNames
from tests.fixtures.packs import COUNTY, small_pack


@pytest.fixture(scope="module")
def names():
    world = World.from_items(to_items(small_pack()))
    return RegistryNames(lambda: world)


@pytest.mark.parametrize("region", [COUNTY, COUNTY[:4], ""])
def test_a_class_is_called_as_the_category_at_its_head_is(names, region):
    assert names.part("class", "20", region) == names.part("category", "200000", region)
    assert names.part("class", "20", region) == ("治安警情", "Public order")


def test_a_team_is_called_by_its_name(names):
    assert names.part("team", f"{COUNTY}.left.case", COUNTY).zh


@pytest.mark.parametrize(
    ("split", "key"), [("class", "97"), ("category", "979797"), ("team", "x"), ("word", "word")]
)
def test_what_nobody_knows_has_no_name(names, split, key):
    assert names.part(split, key, COUNTY) == NAMELESS


def test_a_place_is_called_by_its_name_and_an_unknown_one_by_none(names):
    assert names.place(COUNTY)
    assert names.place("979797") == ""
