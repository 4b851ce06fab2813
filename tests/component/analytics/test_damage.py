"""Files after a loss of power, on a full disk, or damaged: told with a remedy, or mended; nothing is lost."""

from __future__ import annotations

import os
import resource
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from services.analytics.app.ports import Batch, Gap, NotReady
from services.analytics.app.projection.projector import Projector
from services.analytics.engine.carrying import carry
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.folder import Folder
from services.analytics.engine.keeper import Keeper
from services.analytics.engine.opening import open_base
from tests.fixtures.analytics_histories import history, messages
from tests.fixtures.clock import MORNING

LOG, NOWHERE = "lianfang.log", "amqp://nobody:x@127.0.0.1:9//"
EVENTS = messages(history(900))


def clock() -> datetime:
    return datetime.now(UTC)


def take_from(base, upto=900) -> None:
    """Go on reading the log where the base stands, as the follower does."""
    Projector(base, clock).take(LOG, EVENTS[base.offset(LOG) or 0 : upto])


def counted(base):
    return base.query("SELECT count(*), sum(value), bit_xor(hash(event_id, kind, other)) FROM facts")


@pytest.fixture
def whole(tmp_path):
    base = DuckBase(tmp_path / "whole.duckdb")
    take_from(base)
    yield counted(base)
    base.close()


@pytest.fixture
def torn(tmp_path):
    """A file as a crash leaves it: 300 events in it, 600 more beside it, not yet taken over."""
    (tmp_path / "live").mkdir()
    base = DuckBase(tmp_path / "live" / "facts-1.duckdb")
    take_from(base, 300)
    base._root.execute("CHECKPOINT")
    for upto in range(400, 1_000, 100):
        take_from(base, upto)
    (tmp_path / "torn").mkdir()
    for file in (tmp_path / "live").iterdir():
        (tmp_path / "torn" / file.name).write_bytes(file.read_bytes())
    base.close()
    return tmp_path / "torn" / "facts-1.duckdb"


@pytest.mark.parametrize("left", [0, 1, 1_000, -1, -50_000])
def test_what_was_being_written_as_the_power_failed_is_read_again(torn, whole, left):
    last = torn.with_name(f"{torn.name}.wal")
    size = last.stat().st_size
    os.truncate(last, left if left >= 0 else size + left)
    base = open_base(torn, clock)
    assert 300 <= base.offset(LOG) < 900
    take_from(base)
    assert counted(base) == whole
    base.close()


@pytest.mark.parametrize("spoil", ["zeroes at its end", "other bytes within"])
def test_a_last_part_that_is_damaged_is_put_aside_and_read_again(torn, whole, spoil):
    last = torn.with_name(f"{torn.name}.wal")
    size = last.stat().st_size
    with last.open("r+b") as file:
        file.seek(size - 2_000 if spoil.startswith("zero") else size // 2)
        file.write(b"\0" * 2_000 if spoil.startswith("zero") else os.urandom(100))
    base = open_base(torn, clock)
    assert base.offset(LOG) == 300
    take_from(base)
    assert counted(base) == whole
    assert torn.with_name(f"{torn.name}.wal.damaged").exists()
    numbers = [one.number for one in base.changed(0, [""], 10**6, restricted=True)]
    assert numbers[-1] > 10**12, "whoever followed the old numbers reads the board anew"
    base.close()


@pytest.mark.parametrize("content", [b"", b"hello" * 5_000, os.urandom(9_000)], ids=["empty", "text", "noise"])
def test_a_file_that_is_none_is_told_with_a_remedy_as_often_as_it_is_tried(tmp_path, content):
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "facts-1.duckdb").write_bytes(content)
    keeper = Keeper(NOWHERE, folder, clock)
    for _ in range(2):
        assert not keeper.tick()
        assert "facts-1.duckdb can't be opened" in keeper.problem()
        assert "move the file away" in keeper.problem()
    with pytest.raises(NotReady):
        keeper.live.query("SELECT 1")
    (folder / "facts-1.duckdb").rename(folder / "damaged")
    assert keeper.tick(), "the remedy works, without a restart"
    keeper.close()


def test_a_damaged_block_is_told_with_a_remedy(torn):
    torn.with_name(f"{torn.name}.wal").unlink()
    with torn.open("r+b") as file:
        file.seek(12_288)
        file.write(os.urandom(200_000))
    with pytest.raises(NotReady, match="move the file away"):
        open_base(torn, clock)


def test_a_full_disk_stops_the_feed_and_nothing_is_lost_when_there_is_room_again(tmp_path, whole):
    base = DuckBase(tmp_path / "facts.duckdb")
    take_from(base, 300)
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / "facts.duckdb.wal").stat().st_size + 4_096, room[1]))
    try:
        for _ in range(2):
            with pytest.raises(NotReady, match="nothing can be added now"):
                take_from(base)
            assert base.query("SELECT count(*) FROM facts")[0][0] > 0, "what is there can be asked"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert base.offset(LOG) == 300
    take_from(base)
    assert counted(base) == whole
    base.close()


def test_a_file_that_the_engine_gave_up_is_opened_anew_and_goes_on(tmp_path, whole):
    keeper = Keeper(NOWHERE, tmp_path / "facts", clock)
    assert keeper.tick()
    take_from(keeper.live.base, 300)
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (13_000, room[1]))
    try:
        with pytest.raises(NotReady):
            keeper.live.base._at_once(("CHECKPOINT", []), ("FORCE CHECKPOINT", []))
        given_up = _give_up(keeper.live.base)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert given_up, "a checkpoint that fails is what the engine does not get over"
    with pytest.raises(NotReady):
        keeper.live.query("SELECT count(*) FROM facts")
    assert keeper.tick()
    assert keeper.live.offset(LOG) == 300
    take_from(keeper.live.base)
    assert counted(keeper.live) == whole
    keeper.close()


def _give_up(base) -> str:
    try:
        base._root.execute("CHECKPOINT")
    except duckdb.Error as error:
        base._not_ready(error)
    return base.broken


def test_a_timers_last_turn_after_the_end_opens_nothing(tmp_path):
    keeper = Keeper(NOWHERE, tmp_path / "facts", clock)
    assert keeper.tick()
    keeper.close()
    assert not keeper.tick()
    assert Folder(tmp_path / "facts").own(), "the folder is free for another process"


@pytest.mark.parametrize("pointer", ["", "two", "\0\0"])
def test_a_damaged_pointer_is_told_and_nothing_is_removed(tmp_path, pointer):
    for generation in (3, 4):
        (tmp_path / f"facts-{generation}.duckdb").touch()
    (tmp_path / "current").write_text(pointer)
    keeper = Keeper(NOWHERE, tmp_path, clock)
    assert not keeper.tick()
    assert "write the number of the generation in use into it; there are: 3, 4" in keeper.problem()
    assert len(list(tmp_path.glob("facts-*"))) == 2
    keeper.close()


def test_without_a_pointer_the_generation_that_is_there_is_in_use(tmp_path):
    folder = Folder(tmp_path)
    for generation in (7, 8):
        folder.file(generation).touch()
    assert folder.current() == 7, "a rebuild, which makes a higher one, points at it when it is done"
    (tmp_path / "facts-8.duckdb.tmp").mkdir()
    folder.tidy()
    assert [found.name for found in tmp_path.iterdir()] == ["facts-7.duckdb"]


def test_a_log_made_anew_again_and_again_leaves_every_gap_marked_also_over_a_rebuild(tmp_path):
    old, new = DuckBase(tmp_path / "old.duckdb"), DuckBase(tmp_path / "new.duckdb")
    take_from(old, 10)
    for round in range(3):
        for lost in (3, 4):
            gap = Gap(LOG, lost, lost, MORNING + timedelta(hours=round), "unreadable")
            old.add(a_gap(old, gap))
        reached = old.offset(LOG)
        old.restart(LOG, Gap(LOG, reached, reached, MORNING, "made anew"))
        assert old.place(LOG) == (0, "")
        assert old.query("SELECT count(*), max(last_offset) FROM gaps") == [(3 * (round + 1), -1)]
        old.set_offset(LOG, 10)
    facts = old.query("SELECT count(*) FROM facts")
    assert carry(old, new, {LOG: 0}) == facts[0][0] > 0
    assert (new.query("SELECT count(*) FROM gaps"), new.query("SELECT count(*) FROM facts")) == ([(9,)], facts)
    old.close()
    new.close()


def a_gap(base, gap: Gap) -> Batch:
    return Batch(LOG, base.offset(LOG), gaps=[gap])


def test_numbers_of_changes_grow_by_no_more_than_the_board_with_each_rebuild(tmp_path):
    old = open_base(tmp_path / "old.duckdb", clock)
    take_from(old)
    begun, items = old.change, old.query("SELECT count(*) FROM board")[0][0]
    for round in range(3):
        new = DuckBase(tmp_path / f"new-{round}.duckdb")
        carry(old, new, {LOG: 900})
        new.renumber(old.change, {})
        old.close()
        old = new
    assert old.change == begun + 3 * items < 2**53
    assert old.changed(begun, [""], 10**6, restricted=True)[-1].number == old.change
    old.close()
