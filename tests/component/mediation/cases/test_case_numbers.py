"""A case's number is given once, by however many processes, counts on, and waits for a case that comes late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lianfang.persistence.sqlite.adapter import SqliteStore
from services.mediation.app.claims import Claims
from services.mediation.app.claims import collections as claims_collections
from services.mediation.app.numbers import CaseNumbers, collections
from services.mediation.app.open_case import Notice, case_id
from tests.fixtures.clock import Clock
from tests.fixtures.mediation import COUNTY, GRIDS, ZONE, command, mediation_office
from tests.fixtures.mediation_domain import policy


def numbers_at(path: Path, clock: Clock | None = None) -> tuple[SqliteStore, CaseNumbers]:
    """Return the numbers of one process."""
    store = SqliteStore(path)
    store.declare(*collections(), *claims_collections())
    return store, CaseNumbers(store, clock or Clock(), ZONE)


@pytest.fixture
def store_and_numbers(tmp_path):
    store, numbers = numbers_at(tmp_path / "numbers.db")
    yield store, numbers
    store.close()


def test_cases_are_counted_on_and_a_repeat_gets_its_own(store_and_numbers):
    _, numbers = store_and_numbers
    first, second = numbers(COUNTY, policy(), "one"), numbers(COUNTY, policy(), "two")
    assert ["00001" in first, "00002" in second] == [True, True]
    assert numbers(COUNTY, policy(), "one") == first


def test_each_county_and_year_has_a_series_of_its_own(tmp_path):
    clock = Clock(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    store, numbers = numbers_at(tmp_path / "numbers.db", clock)
    assert "〔2026〕00001" in numbers(COUNTY, policy(), "one")
    assert "〔2026〕00001" in numbers("350925", policy(), "other county")
    clock.forward(60)  # midnight in Shanghai
    assert "〔2027〕00001" in numbers(COUNTY, policy(), "new year")
    assert "〔2026〕00001" in numbers(COUNTY, policy(), "one")
    store.close()


def test_processes_that_allot_at_once_never_double_a_number(tmp_path):
    desks = [numbers_at(tmp_path / "numbers.db") for _ in range(2)]
    claims = [Claims(store, Clock()) for store, _ in desks]

    def open_one(turn: int) -> str:
        numbers, case = desks[turn % 2][1], f"case-{turn}"
        claims[turn % 2].claim_first([f"origin:visit:{turn}"], case, lambda: numbers.next(COUNTY, case))
        return numbers(COUNTY, policy(), case)

    with ThreadPoolExecutor(6) as threads:
        given = list(threads.map(open_one, range(60)))
    assert len(set(given)) == 60
    for store, _ in desks:
        store.close()


def test_a_number_that_another_process_took_is_no_obstacle(tmp_path):
    (ours, numbers), (theirs, others) = (numbers_at(tmp_path / "numbers.db") for _ in range(2))
    numbers(COUNTY, policy(), "one")
    assert "00002" in others(COUNTY, policy(), "two")
    assert "00003" in numbers(COUNTY, policy(), "three")
    ours.close()
    theirs.close()


def test_a_case_that_was_cut_off_before_it_was_written_keeps_its_number(tmp_path):
    office = mediation_office(tmp_path / "mediation.db", loaded=False)
    notice = Notice("visit", "v-1", "200302", COUNTY, GRIDS[0])
    id = case_id("origin:visit:v-1")
    cut = CaseNumbers(office.store, office.clock, ZONE)
    Claims(office.store, office.clock).claim_first(["origin:visit:v-1"], id, lambda: cut.next(COUNTY, id))
    office.load()
    office.app.open_case(Notice("visit", "v-2", "200302", COUNTY, GRIDS[0]), command("other"))
    office.app.open_case(notice, command("late"))
    other = case_id("origin:visit:v-2")
    numbers = [office.app.act.case(each).number for each in (id, other)]
    assert ["00001" in numbers[0], "00002" in numbers[1]] == [True, True]
    assert office.store.count("case_numbers") == 2
