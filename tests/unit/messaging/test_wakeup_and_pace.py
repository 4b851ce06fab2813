"""A sleeper is woken at once and never oversleeps; a pace is kept."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from lianfang.messaging.pace import Pace
from lianfang.messaging.wakeup import Wakeup


@pytest.fixture
def wakeup():
    made = Wakeup()
    yield made
    made.close()


def waited(wakeup: Wakeup, timeout_s: float, **more) -> float:
    started = time.monotonic()
    wakeup.wait(timeout_s, **more)
    return time.monotonic() - started


def test_a_wake_ends_the_wait(wakeup):
    wakeup.prepare()
    threading.Timer(0.05, wakeup.wake).start()
    assert 0.03 < waited(wakeup, 60) < 50


def test_a_wake_between_prepare_and_wait_is_not_lost(wakeup):
    wakeup.prepare()
    wakeup.wake()
    assert waited(wakeup, 60) < 50


def test_without_a_wake_it_is_the_timeout(wakeup):
    wakeup.prepare()
    assert waited(wakeup, 0.1) > 0.09


def test_an_old_wake_does_not_end_a_later_wait(wakeup):
    wakeup.prepare()
    wakeup.wake()
    wakeup.wait(1)
    wakeup.prepare()
    assert waited(wakeup, 0.1) > 0.09


def test_a_readable_socket_ends_the_wait(wakeup):
    left, right = socket.socketpair()
    with left, right:
        right.send(b"x")
        wakeup.prepare()
        assert waited(wakeup, 60, beside=left) < 50


def test_waking_what_is_closed_is_harmless():
    wakeup = Wakeup()
    wakeup.prepare()
    wakeup.close()
    wakeup.wake()


def test_a_pace_is_kept():
    pace, started = Pace(100), time.monotonic()
    for _ in range(11):
        pace.wait()
    assert time.monotonic() - started >= 0.09


def test_no_pace_never_waits(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail(f"waited {seconds} s"))
    pace = Pace(0)
    for _ in range(11):
        pace.wait()
