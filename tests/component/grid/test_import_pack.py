"""Importing is whole or not at all, once per content, and everything it changes is an event."""

import threading
from dataclasses import replace

import pytest

from lianfang.persistence.aggregate import Command
from lianfang.persistence.handled import ReusedId
from lianfang.persistence.store import StoreUnavailable
from lianfang.regions.pack import PackError, pages
from lianfang.regions.pack.items import to_items
from lianfang.regions.pack.pages import Page, from_pages
from lianfang.regions.pack.write import write
from services.grid.app import import_pack as module
from services.grid.app import prepare
from services.grid.app.storage import PAGES, RELEASES, SNAPSHOTS
from tests.fixtures.packs import COUNTY, small_pack


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    """Pages small enough that the small pack has several."""
    monkeypatch.setattr(prepare, "to_pages", lambda items: pages.to_pages(items, 5000))


def test_the_pages_go_out_before_the_pointer_and_hold_all_of_the_pack(import_pack, pack, events):
    imported = import_pack.from_pack(pack, Command("c1"))
    kinds = [event["type"] for event in events()]
    assert len(kinds) > 3
    assert kinds == ["grid.release_page.v1"] * (len(kinds) - 1) + ["grid.release_published.v1"]
    sent = [event["data"] for event in events("grid.release_page")]
    back = [Page(page["page"], page["pages"], page["content_hash"], page["items"]) for page in sent]
    assert from_pages(back) == to_items(pack)
    assert {event["region"] for event in events()} == {COUNTY}
    published = events("grid.release_published")[0]["data"]
    assert published["release_id"] == imported.release_id
    assert published["counts"]["grid"] == 4


def test_the_same_content_again_is_no_new_release(import_pack, pack, events):
    first = import_pack.from_pack(pack, Command("c1"))
    before = len(events())
    again = import_pack.from_pack(pack, Command("c2"))
    assert (first.new, again.new) == (True, False)
    assert again.release_id == first.release_id
    assert len(events()) == before


def test_a_repeated_command_gives_its_first_answer_even_after_later_releases(import_pack, pack, events, store):
    first = import_pack.from_pack(pack, Command("c1"))
    import_pack.from_pack(small_pack(label="2"), Command("c2"))
    before = (len(events()), store.count(PAGES))
    repeated = import_pack.from_pack(pack, Command("c1"))
    assert repeated.release_id == first.release_id
    assert not repeated.new
    assert (len(events()), store.count(PAGES)) == before


def test_a_command_id_used_for_another_pack_is_refused(import_pack, pack):
    import_pack.from_pack(pack, Command("c1"))
    with pytest.raises(ReusedId):
        import_pack.from_pack(small_pack(label="2"), Command("c1"))


def test_an_invalid_pack_changes_nothing(import_pack, pack, store, events):
    with pytest.raises(PackError, match="supervision"):
        import_pack.from_pack(replace(pack, teams=()), Command("c1"))
    assert store.count(PAGES) == store.count(RELEASES) == 0
    assert events() == []


def test_a_folder_is_imported_as_it_is_read(import_pack, pack, tmp_path, registry):
    write(pack, tmp_path / "pack")
    import_pack.from_folder(tmp_path / "pack", Command("c1"))
    registry.refresh()
    assert registry.world.counties[COUNTY].teams.keys() == {team.full_id for team in pack.teams}


def test_a_crash_before_the_pointer_leaves_the_old_release_and_importing_again_completes_the_new(
    import_pack, pack, storage, registry, events, monkeypatch
):
    import_pack.from_pack(pack, Command("c1"))
    renewed = small_pack(label="2")
    with monkeypatch.context() as broken:
        broken.setattr(import_pack, "_flip", _unavailable)
        with pytest.raises(StoreUnavailable):
            import_pack.from_pack(renewed, Command("c2"))
    registry.refresh()
    assert registry.releases[COUNTY].label == "1"
    pages_out = len(events("grid.release_page"))

    assert import_pack.from_pack(renewed, Command("c2")).new
    registry.refresh()
    assert registry.releases[COUNTY].label == "2"
    assert len(events("grid.release_page")) == pages_out  # its pages were durable already
    assert len(events("grid.release_published")) == 2


def test_imports_at_the_same_time_follow_each_other(storage, registry, store, events):
    def run(number):
        module.ImportPack(storage).from_pack(small_pack(label=str(number)), Command(f"c{number}"))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    data_of = [event["data"] for event in events("grid.release_published")]
    published = sorted(data_of, key=lambda data: data["number"])
    assert [data["number"] for data in published] == [1, 2, 3]
    assert [data["previous"] for data in published[1:]] == [data["release_id"] for data in published[:-1]]
    registry.refresh()
    assert registry.releases[COUNTY].release_id == published[-1]["release_id"]


def test_counties_are_released_apart(import_pack, registry):
    import_pack.from_pack(small_pack(), Command("c1"))
    import_pack.from_pack(small_pack("990103", lon=119.6), Command("c1"))
    assert sorted(registry.refresh()) == [COUNTY, "990103"]
    assert {release.number for release in registry.releases.values()} == {1}


def test_no_outbox_is_left_out_of_the_sweep():
    from services.grid.app.storage import OUTBOXES

    assert set(OUTBOXES) == {PAGES, RELEASES, SNAPSHOTS}


def _unavailable(*_):
    raise StoreUnavailable("the disk is gone")
