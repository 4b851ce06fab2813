"""The windows of handled ids are bounded, and the one in a file outlives the process."""

from __future__ import annotations

import time

import pytest

from lianfang_district import Backoff, Event, MemoryWindow, SqliteWindow
from lianfang_district.held import Held
from lianfang_district.link import Delivery

EVENT = Event("1", "incident.reported.v1", "/s")


@pytest.fixture(params=["memory", "sqlite"])
def seen(request, tmp_path):
    window = MemoryWindow(3) if request.param == "memory" else SqliteWindow(tmp_path / "seen.db", 3)
    yield window
    window.close()


def test_a_window_knows_the_last_ids_only(seen):
    for id in "abbcd":
        seen.add(id)
    assert [id in seen for id in "abcde"] == [False, True, True, True, False]


def test_the_file_remembers(tmp_path):
    first = SqliteWindow(tmp_path / "seen.db")
    first.add("a")
    # No close: as after a power cut.
    assert "a" in SqliteWindow(tmp_path / "seen.db")


def test_pauses_grow_to_a_limit_and_are_never_nothing():
    backoff = Backoff(0.5, 30.0)
    for attempt in (1, 2, 3, 10, 10_000):
        full = min(30.0, 0.5 * 2 ** min(attempt - 1, 30))
        assert full / 2 <= backoff.pause(attempt) <= full


def test_what_is_set_aside_comes_back_in_its_time():
    held = Held()
    assert held.wait_s() is None
    held.put(Delivery(1, 2, b""), EVENT, 60.0)
    held.put(Delivery(1, 1, b""), EVENT, 0.05)
    assert held.due() is None
    time.sleep(held.wait_s() + 0.01)
    delivery, event = held.due()
    assert (delivery.tag, event) == (1, EVENT)
    assert held.wait_s() > 50


def test_failures_are_counted_until_it_succeeds():
    held = Held()
    assert [held.failed(EVENT), held.failed(EVENT)] == [1, 2]
    held.done(EVENT)
    assert held.attempts(EVENT) == 0
