"""Region codes keep their level, their ancestors and their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.regions import codes
from lianfang.regions.codes import BadRegionCode, Level

LENGTHS = [level.value for level in Level if level]
region_codes = st.sampled_from(LENGTHS).flatmap(
    lambda length: st.text("0123456789", min_size=length, max_size=length)
)


@given(region_codes)
def test_words_join_to_the_code_they_came_from(code):
    assert codes.from_words(codes.words(code)) == code


@given(region_codes)
def test_each_ancestor_is_the_parent_of_the_one_below_and_contains_the_code(code):
    line = codes.ancestors_of(code)
    assert line[0] == code
    assert [codes.parent_of(below) for below in line] == [*line[1:], ""]
    assert all(codes.contains(above, code) for above in line)


@given(region_codes, region_codes)
def test_a_region_contains_exactly_what_it_is_an_ancestor_of(outer, inner):
    assert codes.contains(outer, inner) == (outer in codes.ancestors_of(inner))


@given(region_codes)
def test_upwards_are_the_ancestors_and_the_country_from_above(code):
    assert codes.upwards(code) == ["", *reversed(codes.ancestors_of(code))]


def test_what_is_no_code_is_found_from_above_all_the_same():
    assert codes.upwards("") == [""]
    assert codes.upwards("3509245") == ["", "35", "3509", "350924"]


@pytest.mark.parametrize(
    ("code", "county"), [("3509241000011007", "350924"), ("350924", "350924"), ("3509", "3509")]
)
def test_a_code_lies_in_a_county_or_is_above_all(code, county):
    assert codes.county_of(code) == county


@given(st.text(max_size=20))
def test_any_other_text_is_refused_with_what_is_wrong(text):
    well_formed = text == "" or (text.isascii() and text.isdigit() and len(text) in LENGTHS)
    if well_formed:
        assert codes.level_of(text) == len(text)
    else:
        with pytest.raises(BadRegionCode, match="digits"):
            codes.level_of(text)


def test_a_grid_hangs_under_its_village():
    assert codes.parent_of("3509241000011007") == "350924100001"
    assert codes.words("3509241000011007") == ["35", "09", "24", "100", "001", "1007"]


def test_cutting_to_a_lower_level_is_refused():
    with pytest.raises(BadRegionCode, match="above the level village"):
        codes.at_level("350924", Level.VILLAGE)
