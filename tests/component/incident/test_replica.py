"""The replica changes over whole or not at all, whatever the order, and asks for what it lacks."""

from __future__ import annotations

from random import Random

import pytest

from lianfang.contracts.registry import contract_of
from services.incident.app.replica.ask_snapshot import EVERY
from tests.fixtures.incident import COUNTY, OTHER_COUNTY, OTHER_LON, office, release, small_pack


@pytest.fixture
def empty(tmp_path):
    return office(tmp_path / "x.db", loaded=False)


def take(desk, kind, data, *, snapshot=False):
    receive = desk.app.receive_release
    return receive.page(data, published=snapshot) if kind == "page" else receive.publication(data)


def current(desk):
    desk.app.replica()
    return desk.app.replica.view().releases


@pytest.mark.parametrize("seed", range(8))
def test_in_any_order_and_repeated_it_flips_when_the_last_piece_is_there(empty, seed):
    told = release(small_pack())
    told = Random(seed).sample(told * 2, len(told) * 2)
    missing = set(map(str, told))
    for kind, data in told:
        assert current(empty) == {} or not missing
        missing.discard(str((kind, data)))
        take(empty, kind, data)
    assert current(empty) == {COUNTY: told[0][1]["release_id"]}


def test_pages_without_their_publication_do_not_count(empty):
    for kind, data in release(small_pack())[:-1]:
        take(empty, kind, data)
    assert current(empty) == {}


def test_pages_of_a_snapshot_are_published_by_nature(empty):
    for kind, data in release(small_pack())[:-1]:
        take(empty, kind, data, snapshot=True)
    assert COUNTY in current(empty)


def test_an_older_release_is_ignored(empty):
    empty.load(small_pack(label="2"), number=2)
    before = current(empty)
    empty.load(small_pack(label="1"), number=1)
    assert current(empty) == before


def test_a_newer_release_replaces_it_and_other_counties_stay(empty):
    empty.load(small_pack(), small_pack(OTHER_COUNTY, OTHER_LON))
    view = empty.app.replica.view()
    empty.load(small_pack(label="2"), number=2)
    after = current(empty)
    assert set(after) == {COUNTY, OTHER_COUNTY}
    assert after[COUNTY] != view.releases[COUNTY]
    assert view.releases[COUNTY].startswith(f"{COUNTY}-r0001")


def test_a_page_that_was_changed_on_the_way_never_becomes_current(empty):
    told = release(small_pack())
    told[0][1]["items"] = told[0][1]["items"][:-1]
    for kind, data in told:
        take(empty, kind, data)
    assert current(empty) == {}
    for kind, data in release(small_pack()):  # the right ones, sent again
        take(empty, kind, data, snapshot=True)
    assert COUNTY in current(empty)


def test_other_processes_follow_the_pointer(tmp_path, empty):
    other = office(tmp_path / "x.db", loaded=False)
    empty.load(small_pack())
    assert other.app.replica.view().releases == {}
    assert current(other) == current(empty)


def test_an_empty_replica_asks_for_everything_once_per_half_minute(empty):
    for _ in range(3):
        empty.app.ask_snapshot()
    assert len({event.id for event in empty.sent}) == 1
    empty.clock.forward(EVERY.total_seconds())
    empty.app.ask_snapshot()
    assert len({event.id for event in empty.sent}) == 2
    contract_of(empty.sent[0].type).check(empty.sent[0].data)
    assert empty.sent[0].data["county"] == ""


def test_a_release_whose_pages_stay_away_is_asked_for(empty):
    empty.load(small_pack())
    assert empty.app.ask_snapshot() == []
    take(empty, *release(small_pack(label="2"), number=2)[-1])
    assert empty.app.ask_snapshot() == []  # pages may still be on their way
    empty.clock.forward(EVERY.total_seconds())
    assert empty.app.ask_snapshot() == [COUNTY]


def test_an_incident_records_the_release_that_routed_it(empty):
    before = empty.report()
    empty.load(small_pack())
    after = empty.report()
    assert (before.release, after.release) == ("", current(empty)[COUNTY])
