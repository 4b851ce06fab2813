"""Reading what has arrived ends in time, so that whoever shares the thread has a turn."""

from __future__ import annotations

import time

import pytest

from lianfang.messaging.link import Link


class Arrived:
    """A connection on which so many frames have arrived; heartbeat: it was told that time passes."""

    def __init__(self, frames: float) -> None:
        self.frames, self.told = frames, 0

    def drain_events(self, timeout: float) -> None:
        if self.frames <= 0:
            raise TimeoutError
        self.frames -= 1

    def heartbeat_tick(self, rate: int) -> None:
        self.told += 1


@pytest.fixture
def link():
    def made(frames: float) -> Link:
        link = Link.__new__(Link)
        link.connection = Arrived(frames)
        link._read_timeout_s, link._next_tick, link._tick_every_s = 0, 0.0, 5.0
        return link

    return made


def test_what_has_arrived_is_read_to_its_end(link):
    ours = link(1_000)
    assert ours.drain(60)
    assert ours.connection.frames == 0


def test_a_log_without_end_is_left_after_the_time_given_and_the_heart_goes_on_beating(link):
    ours, began = link(float("inf")), time.monotonic()
    assert not ours.drain(0.02)
    assert time.monotonic() - began >= 0.02
    assert ours.connection.told == 1
