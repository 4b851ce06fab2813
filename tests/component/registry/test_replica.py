"""The replica changes over whole or not at all, whatever the order, and asks for what it lacks."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

import lianfang.contracts.grid  # noqa: F401 - registers the contracts
from lianfang.contracts.registry import contract_of
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.regions.codes import Level
from lianfang.regions.world import World
from lianfang.registry.ask_snapshot import EVERY
from lianfang.registry.storage import ReplicaStore, collections
from lianfang.registry.view import NOTHING, RegistryView
from lianfang.registry.watch import ReplicaWatcher
from tests.fixtures.packs import COUNTY, LAT, LON, small_pack
from tests.fixtures.registry import OTHER_COUNTY, OTHER_LON, follower, release


@pytest.fixture
def empty(tmp_path):
    return follower(tmp_path / "x.db")


@pytest.mark.parametrize("seed", range(8))
def test_in_any_order_and_repeated_it_flips_when_the_last_piece_is_there(empty, seed):
    told = release(small_pack())
    told = Random(seed).sample(told * 2, len(told) * 2)
    missing = set(map(str, told))
    for kind, data in told:
        assert empty.current() == {} or not missing
        missing.discard(str((kind, data)))
        empty.take(kind, data)
    assert empty.current() == {COUNTY: told[0][1]["release_id"]}


def test_pages_without_their_publication_do_not_count(empty):
    for kind, data in release(small_pack())[:-1]:
        empty.take(kind, data)
    assert empty.current() == {}


def test_pages_of_a_snapshot_are_published_by_nature(empty):
    for kind, data in release(small_pack())[:-1]:
        empty.take(kind, data, snapshot=True)
    assert COUNTY in empty.current()


def test_an_older_release_is_ignored(empty):
    empty.load(small_pack(label="2"), number=2)
    before = empty.current()
    empty.load(small_pack(label="1"), number=1)
    assert empty.current() == before


def test_a_newer_release_replaces_it_and_other_counties_stay(empty):
    empty.load(small_pack(), small_pack(OTHER_COUNTY, OTHER_LON))
    view = empty.watcher.view()
    empty.load(small_pack(label="2"), number=2)
    after = empty.current()
    assert set(after) == {COUNTY, OTHER_COUNTY}
    assert after[COUNTY] != view.releases[COUNTY]
    assert view.releases[COUNTY].startswith(f"{COUNTY}-r0001")


def test_a_page_that_was_changed_on_the_way_never_becomes_current(empty):
    told = release(small_pack())
    told[0][1]["items"] = told[0][1]["items"][:-1]
    for kind, data in told:
        empty.take(kind, data)
    assert empty.current() == {}
    for kind, data in release(small_pack()):  # the right ones, sent again
        empty.take(kind, data, snapshot=True)
    assert COUNTY in empty.current()


def test_other_processes_follow_the_pointer(tmp_path, empty):
    other = follower(tmp_path / "x.db")
    empty.load(small_pack())
    assert other.watcher.view().releases == {}
    assert other.current() == empty.current()


def test_an_empty_replica_asks_for_everything_once_per_half_minute(empty):
    for _ in range(3):
        empty.ask()
    assert len({event.id for event in empty.sent}) == 1
    empty.clock.forward(EVERY.total_seconds())
    empty.ask()
    assert len({event.id for event in empty.sent}) == 2
    contract_of(empty.sent[0].type).check(empty.sent[0].data)
    assert (empty.sent[0].data["service"], empty.sent[0].data["county"]) == ("mediation", "")
    assert empty.sent[0].source == "/services/mediation"


def test_a_release_whose_pages_stay_away_is_asked_for(empty):
    empty.load(small_pack())
    assert empty.ask() == []
    empty.take(*release(small_pack(label="2"), number=2)[-1])
    assert empty.ask() == []  # pages may still be on their way
    empty.clock.forward(EVERY.total_seconds())
    assert empty.ask() == [COUNTY]


class Own(RegistryView):
    """A service's own view, with a question of its own."""

    def villages(self, county: str) -> list[str]:
        return [code for code, _ in self.world.counties[county].places if len(code) == Level.VILLAGE]


def test_each_service_sees_it_through_a_view_of_its_own(tmp_path, empty):
    empty.load(small_pack())
    store = SqliteStore(tmp_path / "x.db")
    store.declare(*collections())
    watcher = ReplicaWatcher(ReplicaStore(store), Own, Own(World(), {}))
    assert watcher()
    assert watcher.view().villages(COUNTY)
    assert watcher.view().releases == empty.current()


def test_before_the_first_release_every_question_has_an_empty_answer():
    assert not NOTHING.knows(COUNTY)
    assert (NOTHING.release(COUNTY), NOTHING.known_region(COUNTY), NOTHING.shop_grid("x")) == ("", "", "")
    assert NOTHING.locate(LON, LAT) is None
    assert list(NOTHING.teams_for(COUNTY, "community", date(2026, 3, 2))) == []
