from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

from lianfang.runtime.calllog.pace import MAX, Pace
from lianfang.runtime.calllog.send import Sent, send_all

START = datetime(2025, 3, 1, tzinfo=UTC)


class Desk:
    """An intake in memory: old keys were reported before; counts calls under way."""

    def __init__(self, *old: str) -> None:
        self.old = old
        self.most = self._now = 0
        self._lock = threading.Lock()

    def report(self, body: dict, key: str) -> Sent:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            before = key in self.old
        time.sleep(0.002)
        with self._lock:
            self._now -= 1
        return Sent(reason="400: bad") if body.get("bad") else Sent(f"incident-{key}", {}, before)


def test_a_log_goes_speed_times_faster_than_life() -> None:
    now = [100.0]
    pace = Pace(60, clock=lambda: now[0])
    assert pace.due_in(START) == 0
    assert pace.due_in(START + timedelta(minutes=2)) == 2.0
    now[0] = 101.5
    assert pace.due_in(START + timedelta(minutes=2)) == 0.5
    assert pace.due_in(START - timedelta(minutes=2)) == 0


def test_max_never_waits_and_stop_ends_a_wait() -> None:
    assert Pace(MAX).wait(START)
    stop = threading.Event()
    slow = Pace(1, stop=stop)
    assert slow.wait(START)
    stop.set()
    assert not slow.wait(START + timedelta(hours=1))


def test_answers_are_counted_by_what_they_mean() -> None:
    work = [({}, "a"), ({}, "a"), ({}, "b"), ({"bad": True}, "c"), ({"bad": True}, "d")]
    total = send_all([*work, ({}, "yesterday")], Desk("yesterday"), concurrency=1)
    assert (total.accepted, total.repeats, total.refused) == (2, 2, 2)
    assert total.reasons == {"400: bad": 2}
    assert total.per_second > 0


def test_no_more_calls_are_under_way_than_asked() -> None:
    desk = Desk()
    total = send_all((({}, str(n)) for n in range(100)), desk, concurrency=4)
    assert total.accepted == 100
    assert 1 < desk.most <= 4


def test_stop_ends_a_replay_with_its_books_kept() -> None:
    stop = threading.Event()
    seen = []

    def on_sent(sent: Sent) -> None:
        seen.append(sent)
        if len(seen) == 5:
            stop.set()

    total = send_all((({}, str(n)) for n in range(1000)), Desk(), concurrency=2, on_sent=on_sent, stop=stop)
    assert total.accepted == len(seen) < 20
