"""Hours and points are credited once per shift, place and person, and corrected with a reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from services.patrol.app.people.credits import NoCredit
from services.patrol.domain.refused import Refused
from tests.fixtures.patrol_people import command

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)


@pytest.fixture
def person(office):
    return office.join("login-1").id


def test_noting_a_duty_again_changes_nothing(office, person):
    credits = office.desk.credits
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: credits.credit(person, "s-1", 0, 240, 40, AT), range(6)))
    assert credits.credit(person, "s-1", 0, 999, 999, AT).minutes == 240
    assert credits.totals(person).points == 40
    (event,) = office.events("points_credited", "credits")
    assert (event["region"], event["data"]["points"]) == ("360103", 40)


def test_totals_are_of_a_period_whose_end_is_not_part_of_it(office, person):
    for day in range(4):
        office.desk.credits.credit(person, f"s-{day}", 0, 60, 10, AT + timedelta(days=day))
    found = office.desk.credits.totals(person, AT + timedelta(days=1), AT + timedelta(days=3))
    assert (found.turns, found.minutes, found.points) == (2, 120, 20)
    assert office.desk.credits.totals(person).turns == 4


def test_a_correction_keeps_what_it_was(office, person):
    id = office.desk.credits.credit(person, "s-1", 0, 240, 40, AT).id
    after = office.desk.credits.correct(id, 120, 20, "left_early", command(actor="planner-1"))
    assert (after.minutes, after.points) == (120, 20)
    assert [(was.minutes, was.reason, was.by) for was in after.corrections] == [(240, "left_early", "planner-1")]
    again = office.desk.credits.credit(person, "s-1", 0, 240, 40, AT)
    assert again.minutes == 120
    assert [event["data"]["corrected"] for event in office.events("points_credited", "credits")] == [False, True]


@pytest.mark.parametrize(
    ("minutes", "points", "reason", "field"),
    [(-1, 0, "x", "minutes"), (99999, 0, "x", "minutes"), (1, -1, "x", "points"), (1, 1, "Mr X left", "reason")],
)
def test_a_correction_that_can_not_be_is_refused(office, person, minutes, points, reason, field):
    id = office.desk.credits.credit(person, "s-1", 0, 240, 40, AT).id
    with pytest.raises(Refused) as no:
        office.desk.credits.correct(id, minutes, points, reason, command())
    assert no.value.field == field
    with pytest.raises(NoCredit):
        office.desk.credits.correct("none", 1, 1, "x", command())
