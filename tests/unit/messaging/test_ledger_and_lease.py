"""A process sends no event twice; of all replicas one at a time holds the lease."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lianfang.messaging import ledger as module
from lianfang.messaging.lease import LEASES, Lease
from lianfang.messaging.ledger import Ledger
from lianfang.persistence.uri import open_store


def test_an_id_is_claimed_once_until_it_fails():
    ledger = Ledger()
    assert ledger.claim(["a", "b"]) == ["a", "b"]
    assert ledger.claim(["b", "c"]) == ["c"]
    ledger.failed(["b"])
    assert ledger.claim(["a", "b"]) == ["b"]


def test_what_is_confirmed_or_cleared_is_published_and_never_claimed_again():
    ledger = Ledger()
    ledger.claim(["a", "b", "c"])
    ledger.confirmed(["a", "b"])
    ledger.cleared(["a"])
    ledger.cleared(["a"])
    assert ledger.published(["a", "b", "c", "d"]) == {"a", "b"}
    assert ledger.claim(["a", "b", "c"]) == []
    assert ledger.unsettled() == 2


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    ledger = Ledger()
    for number in range(100):
        ledger.claim([str(number)])
        ledger.cleared([str(number)])
    assert len(ledger._states) == 10
    assert ledger.unsettled() == 0


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def lease(tmp_path):
    store = open_store(f"sqlite://{tmp_path}/s.db")
    store.declare(LEASES)
    clock = Clock()
    yield lambda holder: Lease(store, "sweep", holder, clock, ttl_s=10), clock
    store.close()


def test_one_holds_it_and_renews_it(lease):
    of, clock = lease
    assert of("a").acquire()
    clock.now += timedelta(seconds=9)
    assert of("a").acquire()
    clock.now += timedelta(seconds=9)
    assert not of("b").acquire()


def test_it_runs_out(lease):
    of, clock = lease
    assert of("a").acquire()
    clock.now += timedelta(seconds=10)
    assert of("b").acquire()
    assert not of("a").acquire()
    of("a").release()
    assert not of("c").acquire(), "who lost it can't release it"


def test_it_is_given_back(lease):
    of, _ = lease
    assert of("a").acquire()
    of("a").release()
    assert of("b").acquire()
