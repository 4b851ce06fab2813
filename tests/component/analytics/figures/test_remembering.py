"""A number that still holds is not counted again, and one that does not is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.analytics.app.figures.remembering import Remembering
from services.analytics.app.projection.news import News
from services.analytics.domain.figures.period import Period
from tests.fixtures.analytics_figures import GRID, MARCH, NOON, OTHER_GRID, OTHER_TOWN, TOWN, FigureDesk, fact

APRIL = Period.parse("2026-04")


@pytest.fixture
def desk(tmp_path):
    made = FigureDesk(tmp_path / "facts.duckdb")
    yield made
    made.base.close()


@pytest.fixture
def asked(desk, monkeypatch):
    """What was asked of the base."""
    heard: list[str] = []
    query = desk.base.query

    def hearing(sql, params=()):
        heard.append(sql)
        return query(sql, params)

    monkeypatch.setattr(desk, "_query", hearing)
    return heard


def counted(asked) -> int:
    found = sum(sql.startswith("WITH base") for sql in asked)
    asked.clear()
    return found


def test_what_is_over_is_counted_once(desk, asked):
    desk.add(fact("patrol_finished", "p-1"), fact("patrol_finished", "p-2", 5))
    assert [desk.of("patrols_finished") for _ in range(3)] == [2, 2, 2]
    assert counted(asked) == 1


def test_a_late_fact_is_in_the_next_answer_and_one_of_another_kind_asks_for_nothing(desk, asked):
    desk.add(fact("patrol_finished", "p-1"))
    assert desk.of("patrols_finished") == 1
    desk.add(fact("mark_visited", "p-1"))
    assert desk.of("patrols_finished") == 1
    assert counted(asked) == 1
    desk.add(fact("patrol_finished", "p-2", 7))
    assert desk.of("patrols_finished") == 2


def test_in_a_period_that_goes_on_a_number_holds_until_the_next_fact_comes_due(desk, asked):
    desk.add(fact("patrol_finished", "p-1", desk.clock.now - timedelta(hours=1)))
    desk.add(fact("patrol_finished", "p-2", desk.clock.now + timedelta(minutes=10)))
    assert desk.of("patrols_finished", period=APRIL) == 1
    desk.clock.now += timedelta(minutes=5)
    assert desk.of("patrols_finished", period=APRIL) == 1
    assert counted(asked) == 1
    desk.clock.now += timedelta(minutes=6)
    assert desk.of("patrols_finished", period=APRIL) == 2


def test_places_periods_callers_and_pieces_have_numbers_of_their_own(desk):
    desk.add(fact("patrol_finished", "p-1", NOON, team="a", category="foot"))
    desk.add(fact("patrol_finished", "p-2", NOON, team="b", restricted=True))
    assert desk.of("patrols_finished") == 1
    assert desk.of("patrols_finished", restricted=True) == 2
    assert desk.of("patrols_finished", region="350925") == 0
    assert desk.of("patrols_finished", period=APRIL) == 0
    assert desk.by("patrols_finished", split="team") == {"a": 1}
    assert desk.of("patrols_finished", period=MARCH) == 1


def test_a_corrected_place_moves_the_incident(desk):
    desk.add(fact("incident_reported", "i-1", region=OTHER_GRID))
    assert (desk.of("incidents_reported", OTHER_TOWN), desk.of("incidents_reported", TOWN)) == (1, 0)
    desk.add(fact("place_corrected", "i-1", 3, region=GRID))
    assert (desk.of("incidents_reported", OTHER_TOWN), desk.of("incidents_reported", TOWN)) == (0, 1)


def test_another_base_is_asked_anew(desk, asked):
    assert desk.of("patrols_finished") == 0
    desk.news.anew()
    assert desk.of("patrols_finished") == 0
    assert counted(asked) == 2


def test_no_more_is_kept_than_allowed(desk, asked, monkeypatch):
    memory = Remembering(News().of, most=2)
    monkeypatch.setattr(desk, "_count", memory.count)
    for region in ("350924", "350925", "350926", "350924"):
        desk.of("patrols_finished", region=region)
    assert counted(asked) == 4
    desk.of("patrols_finished", region="350926")
    assert counted(asked) == 0
