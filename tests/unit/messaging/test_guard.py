"""While the store is away nothing is consumed; when it is back, all goes on."""

from __future__ import annotations

import threading

from lianfang.messaging.backoff import Backoff
from lianfang.messaging.guard import StoreGuard
from lianfang.persistence.store import StoreUnavailable


class Consumer:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.resumed = threading.Event()

    def pause(self) -> None:
        self.told.append("pause")

    def resume(self) -> None:
        self.told.append("resume")
        self.resumed.set()


def test_it_pauses_once_probes_and_resumes():
    consumer, answers = Consumer(), [StoreUnavailable("one"), OSError("two"), None]
    release = threading.Event()

    def probe() -> None:
        release.wait(60)
        if (answer := answers.pop(0)) is not None:
            raise answer

    guard = StoreGuard(consumer, probe, Backoff(0.001, 0.002))
    for _ in range(3):
        guard.trip(StoreUnavailable("down"))
    assert guard.paused
    assert guard.problem() == "consuming is paused, the store is away: down"
    release.set()
    assert consumer.resumed.wait(60)
    assert consumer.told == ["pause", "resume"]
    assert answers == []
    assert not guard.paused
    assert guard.problem() is None


def test_stopping_ends_the_probing():
    consumer = Consumer()
    guard = StoreGuard(consumer, lambda: None, Backoff(0.2, 0.2))
    guard.trip(StoreUnavailable("down"))
    guard.stop()
    assert not consumer.resumed.wait(0.4)


def test_waits_double_up_to_a_cap_and_start_anew_after_success():
    backoff = Backoff(1, 4)
    waits = [backoff.next() for _ in range(4)]
    assert all(0.75 * full <= wait <= full for wait, full in zip(waits, [1, 2, 4, 4], strict=True))
    backoff.reset()
    assert backoff.next() <= 1
