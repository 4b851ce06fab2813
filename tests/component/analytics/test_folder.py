"""Which generation is in use, and whose: never two processes, never a half-written pointer."""

from __future__ import annotations

from services.analytics.app.ports import Batch
from services.analytics.domain.board.item import BoardItem
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.folder import Folder
from services.analytics.engine.live import LiveBase


def test_a_folder_has_one_owner_at_a_time(tmp_path):
    first, second = Folder(tmp_path), Folder(tmp_path)
    assert (first.own(), first.own(), second.own()) == (True, True, False)
    first.disown()
    assert second.own()


def test_the_pointer_survives_and_what_it_does_not_name_is_removed(tmp_path):
    folder = Folder(tmp_path)
    assert folder.current() == 1
    for generation in (1, 2, 12):
        folder.file(generation).touch()
        (tmp_path / f"facts-{generation}.duckdb.wal").touch()
    folder.point_at(2)
    (tmp_path / "current.new").write_text("9")  # a crash between writing and renaming
    assert Folder(tmp_path).current() == 2
    folder.tidy()
    assert sorted(path.name for path in tmp_path.glob("facts-*")) == ["facts-2.duckdb", "facts-2.duckdb.wal"]


def test_a_question_that_met_the_swap_is_asked_of_the_new_base(tmp_path):
    old, new = DuckBase(tmp_path / "a.duckdb"), DuckBase(tmp_path / "b.duckdb")

    def swap_first(function):
        def called(*given):
            if live.base is old:
                live.use(new)
                old.close()
            return function(*given)

        return called

    live = LiveBase(swap_first)
    live.use(old)
    assert live.query("SELECT 1") == [(1,)]
    live.close()


def test_who_followed_the_old_board_sees_all_of_the_new_one_and_the_end_of_the_rest(tmp_path):
    old, new = DuckBase(tmp_path / "a.duckdb"), DuckBase(tmp_path / "b.duckdb")
    items = {id: BoardItem("incident", id, "350924", "350924", False, {}) for id in "ab"}
    old.add(Batch("log", 1, items=[items["a"], items["b"]]))
    new.add(Batch("log", 1, items=[items["a"]]))
    cursor = old.changed(0, [""], 9)[-1].number
    new.renumber(old.change, {("incident", "b"): items["b"]})
    seen = new.changed(cursor, [""], 9)
    assert [(one.item.id, one.item.gone) for one in seen] == [("a", False), ("b", True)]
    last = new.change
    new.close()
    again = DuckBase(tmp_path / "b.duckdb")
    assert again.change == last
    again.close()
    old.close()
