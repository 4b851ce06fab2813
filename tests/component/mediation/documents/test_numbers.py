"""A number is given once, whoever asks at once, and a retry gets the number it had."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.persistence.sqlite.adapter import SqliteStore
from services.mediation.app.documents.numbers import DocumentNumbers, collections

SERIES = st.tuples(
    st.sampled_from(["350924", "350925"]), st.sampled_from([2025, 2026]), st.sampled_from(["agreement"])
)


def numbers_at(path):
    store = SqliteStore(path)
    store.declare(*collections())
    return store, DocumentNumbers(store, "/lianfang/mediation", lambda: datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def counted(tmp_path):
    store, numbers = numbers_at(tmp_path / "numbers.db")
    yield numbers
    store.close()


@settings(max_examples=25, deadline=None)
@given(asked=st.lists(st.tuples(SERIES, st.integers(0, 12)), max_size=30))
def test_any_order_of_requests_and_retries_counts_each_series_without_doubles(asked, tmp_path_factory):
    store, numbers = numbers_at(tmp_path_factory.mktemp("numbers") / "numbers.db")
    expected: dict = defaultdict(dict)
    for series, command in asked:
        first = expected[series].setdefault(command, len(expected[series]) + 1)
        assert numbers.allot(*series, f"command-{command}") == first
    store.close()


def test_two_processes_with_many_threads_never_double_a_number(tmp_path):
    desks = [numbers_at(tmp_path / "numbers.db") for _ in range(2)]

    def ask(turn):
        numbers = desks[turn % 2][1]
        return turn % 40, numbers.allot("350924", 2026, "agreement", f"command-{turn % 40}")

    with ThreadPoolExecutor(6) as threads:
        given_out = list(threads.map(ask, range(80)))
    by_command = defaultdict(set)
    for command, number in given_out:
        by_command[command].add(number)
    assert all(len(numbers) == 1 for numbers in by_command.values())
    assert sorted(number for numbers in by_command.values() for number in numbers) == list(range(1, 41))
    for store, _ in desks:
        store.close()


def test_a_retry_after_hundreds_of_others_still_gets_its_number(counted):
    for turn in range(300):
        counted.allot("350924", 2026, "agreement", f"command-{turn}")
    assert counted.allot("350924", 2026, "agreement", "command-7") == 8
