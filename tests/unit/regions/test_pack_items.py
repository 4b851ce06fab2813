"""A pack as items and pages: nothing is lost on the way, nothing else is taken for it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.regions.pack.items import from_item, to_items
from lianfang.regions.pack.pages import MAX_PAGE_BYTES, BadPages, canonical, content_hash, from_pages, to_pages

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
items = st.lists(
    st.fixed_dictionaries({"kind": st.text(max_size=8), "code": st.text(max_size=16), "x": values}), max_size=25
)


@given(items, st.integers(400, 4000), st.randoms(use_true_random=False))
def test_pages_in_any_order_and_repeated_give_back_the_items(original, limit, random):
    try:
        pages = to_pages(original, limit)
    except BadPages:
        assert any(len(canonical(item)) + 3 > limit for item in original)
        return
    assert all(len(canonical(page.items)) <= limit for page in pages)
    arrived = [*pages, *random.choices(pages, k=3)]
    random.shuffle(arrived)
    travelled = [replace(page, items=json.loads(json.dumps(page.items))) for page in arrived]
    assert from_pages(travelled) == original


def test_a_missing_a_foreign_or_a_changed_page_is_refused(pack):
    pages = to_pages(to_items(pack), limit=4500)
    assert len(pages) > 3
    with pytest.raises(BadPages, match="page 2 of"):
        from_pages([pages[0], *pages[2:]])
    with pytest.raises(BadPages, match="different releases"):
        from_pages([replace(pages[0], content_hash="0" * 64), *pages[1:]])
    with pytest.raises(BadPages, match="another hash"):
        from_pages([replace(pages[0], items=pages[0].items[1:]), *pages[1:]])
    with pytest.raises(BadPages, match="no page"):
        from_pages([])


def test_every_record_comes_back_from_its_item(pack):
    records = {
        "grid": pack.grids, "team": pack.teams, "station": pack.stations, "shop": pack.shops,
        "ring": pack.rings, "group": pack.groups, "zone": pack.zones, "category": pack.categories,
    }  # fmt: skip
    travelled = json.loads(json.dumps(to_items(pack)))
    for kind, originals in records.items():
        back = [from_item(item) for item in travelled if item["kind"] == kind]
        assert sorted(back, key=repr) == sorted(originals, key=repr)
    for kind, original in (("county", pack.county), ("routing", pack.routing), ("deadlines", pack.deadlines)):
        (item,) = [item for item in travelled if item["kind"] == kind]
        assert from_item(item) == original


def test_each_item_says_its_kind_its_county_and_a_code_of_its_own(pack):
    all_items = to_items(pack)
    keys = [(item["kind"], item["code"]) for item in all_items]
    assert len(set(keys)) == len(keys)
    assert {item["county"] for item in all_items} == {pack.county.code}


def test_the_same_content_has_the_same_hash_however_the_files_order_it(pack):
    turned = replace(pack, grids=pack.grids[::-1], teams=pack.teams[::-1], regions=pack.regions[::-1])
    assert content_hash(to_items(turned)) == content_hash(to_items(pack))
    assert content_hash(to_items(replace(pack, zones=pack.zones[:1]))) != content_hash(to_items(pack))


def test_a_page_fits_a_message_with_room_for_its_envelope():
    assert MAX_PAGE_BYTES <= 128 * 1024 - 4096


def test_an_item_that_is_no_such_record_is_refused():
    with pytest.raises(ValueError, match="team"):
        from_item({"kind": "team", "code": "x"})
