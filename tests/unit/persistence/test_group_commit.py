"""Group commit: one flush for those who wait together, and each with its own outcome."""

from __future__ import annotations

import sqlite3
import threading
import time

import pytest

from lianfang.persistence.sqlite.grouping import GroupCommit
from lianfang.persistence.store import StoreUnavailable


class Transactions:
    """Counts transactions over an in-memory database."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self.database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")
        self.count, self.broken = 0, False

    def __call__(self, work):
        self.count += 1
        self.database.execute("BEGIN")
        try:
            result = work(self.database)
            if self.broken:
                raise StoreUnavailable("no disk")
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")
        return result


def insert(number):
    return lambda db: db.execute("INSERT INTO t VALUES (?)", (number,)).rowcount


def run(group, works):
    """Have the first writer lead alone until the others have queued behind it; return everybody's outcome."""
    outcomes: dict[int, object] = {}
    leading, queued = threading.Event(), threading.Event()

    def first(db):
        leading.set()
        assert queued.wait(60)
        return works[0](db)

    def write(number, work):
        try:
            outcomes[number] = group.write(work)
        except Exception as error:
            outcomes[number] = error

    threads = [threading.Thread(target=write, args=(n, work)) for n, work in enumerate([first, *works[1:]])]
    threads[0].start()
    assert leading.wait(60)
    for thread in threads[1:]:
        thread.start()
    while len(group._waiting) < len(threads) - 1:
        time.sleep(0.001)
    queued.set()
    for thread in threads:
        thread.join(60)
    return outcomes


@pytest.fixture
def transactions():
    return Transactions()


def test_writers_that_wait_together_share_one_transaction(transactions):
    outcomes = run(GroupCommit(transactions), [insert(n) for n in range(6)])
    assert outcomes == dict.fromkeys(range(6), 1)
    assert transactions.count == 2
    assert transactions.database.execute("SELECT count(*) FROM t").fetchone() == (6,)


def test_one_writers_fault_is_its_own(transactions):
    works = [insert(0), insert(1), insert(1), insert(2), insert(3), insert(4)]
    outcomes = run(GroupCommit(transactions), works)
    assert isinstance(outcomes[1], sqlite3.IntegrityError) != isinstance(outcomes[2], sqlite3.IntegrityError)
    assert transactions.database.execute("SELECT count(*) FROM t").fetchone() == (5,)


def test_store_that_is_away_is_told_to_everybody(transactions):
    transactions.broken = True
    outcomes = run(GroupCommit(transactions), [insert(n) for n in range(6)])
    assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes.values())
    assert len({id(outcome) for outcome in outcomes.values()}) == 6


def test_who_waits_while_the_store_is_found_unavailable_is_told_at_once_and_not_after_as_long_again(transactions):
    transactions.broken = True
    outcomes = run(GroupCommit(transactions), [insert(n) for n in range(6)])
    assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes.values())
    assert transactions.count == 1
    transactions.broken = False
    assert GroupCommit(transactions).write(insert(7)) == 1
