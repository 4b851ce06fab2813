"""A corrected place routes again; a closed incident expects nothing of anybody."""

from __future__ import annotations

import pytest

from services.incident.domain.acting import Move, act
from services.incident.domain.closing import close
from services.incident.domain.correction import correct
from services.incident.domain.intake import Report
from services.incident.domain.place import Claim
from services.incident.domain.task import Refused
from tests.fixtures.incident import COUNTY, DAY, GRIDS, LEFT, MORNING, RIGHT, registry_of, teams
from tests.unit.incident.histories import taken

REGISTRY = registry_of()
THERE = Claim(COUNTY, COUNTY, *RIGHT)


@pytest.fixture
def incident():
    return taken(Report("call", "100200", Claim(COUNTY, COUNTY, *LEFT), "caller", priority=1), REGISTRY)[0]


def corrected(incident, claim=THERE):
    return correct(incident, claim, "token", "dispatcher", MORNING, DAY, REGISTRY)


def test_the_new_zones_teams_are_asked_and_the_old_ones_recalled(incident):
    after, facts = corrected(incident)
    told = next(fact.data for fact in facts if fact.name == "place_corrected")
    assert (told["previous_region"], told["region"]) == (GRIDS[0], GRIDS[3])
    assert f"{COUNTY}.right.case" in told["added"]
    assert f"{COUNTY}.left.case" in told["recalled"]
    open_teams = {task.team for task in after.tasks if task.open}
    assert not any(".left." in team for team in open_teams)


def test_who_has_acknowledged_is_not_recalled(incident):
    task = next(each for each in incident.tasks if each.team.endswith("left.case"))
    moved, _ = act(incident, Move(task.id, "acknowledge", task.team), MORNING, DAY, REGISTRY)
    after, _ = corrected(moved)
    assert after.task(task.id).state == "acknowledged"


def test_a_correction_within_the_zone_asks_and_recalls_nobody(incident):
    after, facts = corrected(incident, Claim(COUNTY, COUNTY, grid=GRIDS[1]))
    assert [task.state for task in after.tasks] == [task.state for task in incident.tasks]
    assert [fact.name for fact in facts] == ["place_corrected"]


def test_back_again_gives_the_recalled_teams_a_new_task(incident):
    away, _ = corrected(incident)
    back, _ = corrected(away, Claim(COUNTY, COUNTY, *LEFT))
    mine = [task for task in back.tasks if task.team.endswith("left.case")]
    assert [task.state for task in mine] == ["recalled", "pending"]
    assert len({task.id for task in mine}) == 2


def test_over_the_border_is_handed_over(incident):
    after, facts = corrected(incident, Claim(COUNTY, COUNTY, grid="350429100001"))
    assert [fact.region for fact in facts if fact.name == "handed_over"] == ["350429"]
    assert after.regions == (COUNTY, "350429")


def test_closing_recalls_what_is_open_and_ends_the_deadlines(incident):
    after, facts = close(incident, "false_alarm", "dispatcher", MORNING)
    assert (after.state, after.due()) == ("closed", None)
    told = next(fact.data for fact in facts if fact.name == "closed")
    assert (told["outcome"], told["tasks_recalled"], told["tasks_done"]) == ("false_alarm", len(incident.tasks), 0)
    assert teams(after) == teams(incident)


def test_what_is_closed_stays_as_it_is(incident):
    closed, _ = close(incident, "handled", "dispatcher", MORNING)
    task = closed.tasks[0]
    for attempt in (
        lambda: act(closed, Move(task.id, "finish", task.team), MORNING, DAY, REGISTRY),
        lambda: corrected(closed),
        lambda: close(closed, "duplicate", "dispatcher", MORNING),
    ):
        with pytest.raises(Refused):
            attempt()
