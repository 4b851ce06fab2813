"""The region tree answers by code and by name."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.regions.codes import BadRegionCode, Level, parent_of
from lianfang.regions.tree import RegionTree, UnknownRegion

codes = st.sets(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3), st.integers(0, 4)).map(
        lambda parts: "3509{:02d}{:03d}{:03d}1{:03d}".format(*parts)
    ),
    max_size=20,
).map(lambda grids: {code[:n] for code in grids for n in (6, 9, 12, 16)})


@given(codes)
def test_every_region_is_among_its_parents_children_and_nowhere_else(all_codes):
    tree = RegionTree((code, f"name {code}") for code in all_codes)
    reached = [child.code for above in ["", *all_codes] for child in tree.children(above)]
    below_roots = [code for code in all_codes if parent_of(code) in tree]
    assert sorted(reached) == sorted(below_roots)
    assert {root.code for root in tree.roots()} == set(all_codes) - set(below_roots)
    assert all(
        region.code in {c.code for c in tree.children(parent_of(region.code))}
        for region in tree
        if len(region.code) > 6
    )


@given(codes)
def test_the_path_leads_from_the_root_to_the_region(all_codes):
    tree = RegionTree((code, code) for code in all_codes)
    for code in all_codes:
        path = [region.code for region in tree.path(code)]
        assert path[0] == code[:6]
        assert path[-1] == code
        assert all(below.startswith(above) for above, below in pairwise(path))


@pytest.fixture
def tree():
    return RegionTree(
        [("350924", "寿宁县"), ("350924100", "鳌阳镇"), ("350924201", "坑底乡"), ("350924201219", "李家洋村"),
         ("350924203", "竹管垅乡"), ("350924203206", "李家洋村")]
    )  # fmt: skip


def test_a_name_that_repeats_gives_all_of_that_name_and_can_be_narrowed(tree):
    assert [region.code for region in tree.named("李家洋村")] == ["350924201219", "350924203206"]
    assert [region.code for region in tree.named("李家洋村", under="350924203")] == ["350924203206"]


def test_levels_and_lengths(tree):
    assert [region.code for region in tree.at(Level.TOWNSHIP)] == ["350924100", "350924201", "350924203"]
    assert len(tree) == 6
    assert tree.parent("350924100").name == "寿宁县"
    assert tree.parent("350924") is None


def test_an_unknown_code_is_named_in_the_error_but_has_itself_for_a_name(tree):
    with pytest.raises(UnknownRegion, match="350999"):
        tree.children("350999")
    assert tree.name("350999") == "350999"


@pytest.mark.parametrize(
    ("regions", "says"), [([("350924", "a"), ("350924", "b")], "twice"), ([("", "all")], "country")]
)
def test_what_is_no_tree_is_refused(regions, says):
    with pytest.raises(ValueError, match=says):
        RegionTree(regions)
    with pytest.raises(BadRegionCode):
        RegionTree([("35092", "short")])
