"""Answers over HTTP, corrections and closing: who may, and that a repeat has one effect."""

from __future__ import annotations

import pytest

from services.incident.app.access import NotAllowed, NotThere
from services.incident.app.report_incident import Said
from services.incident.domain.acting import Move
from services.incident.domain.findings import Findings
from services.incident.domain.task import Refused
from tests.fixtures.incident import COUNTY, RIGHT, command, dispatcher, intake, names, team

CASE = f"{COUNTY}.left.case"


def anything(_version: int) -> None:
    """Accept any version."""


@pytest.fixture
def incident(desk):
    return desk.report()


@pytest.fixture
def move(incident):
    return Move(next(task.id for task in incident.tasks if task.team == CASE), "acknowledge", "somebody")


def test_a_team_answers_for_itself_and_a_repeat_has_no_second_effect(desk, incident, move):
    once = desk.app.act(incident.id, move, team(CASE), command("k"))
    again = desk.app.act(incident.id, move, team(CASE), command("k"))
    under_another_key = desk.app.act(incident.id, move, team(CASE), command())
    assert once == again == under_another_key
    assert names(desk.events()).count("task_acknowledged") == 1


def test_a_dispatcher_answers_for_a_team_of_its_region_only(desk, incident, move):
    desk.app.act(incident.id, move, dispatcher(), command())
    with pytest.raises(NotThere):
        desk.app.act(incident.id, move, dispatcher("350924"), command())


def test_a_team_of_the_same_incident_does_not_answer_for_another(desk, incident, move):
    others = {task.team for task in incident.tasks} - {CASE}
    assert others
    for other in others:
        with pytest.raises(NotAllowed):
            desk.app.act(incident.id, move, team(other), command())


def test_a_team_that_has_no_part_in_it_does_not_learn_of_it(desk, incident, move):
    with pytest.raises(NotThere):
        desk.app.act(incident.id, move, team(f"{COUNTY}.right.case"), command())


def test_a_place_is_corrected_once_and_only_from_the_version_that_was_seen(desk, incident):
    seen = []
    said = Said("", lon=RIGHT[0], lat=RIGHT[1])
    after = desk.app.correct_place(incident.id, said, dispatcher(), command("k"), seen.append)
    again = desk.app.correct_place(incident.id, said, dispatcher(), command("k"), seen.append)
    assert seen == [incident.version]
    assert after == again
    assert after.version > incident.version
    assert after.place.region != incident.place.region


def test_correcting_keeps_what_was_said_before_sealed(desk):
    incident = desk.report(personal={"description": "secret", "place_text": "old"}, text="old")
    desk.app.correct_place(incident.id, Said("", text="w1"), dispatcher(), command(), anything)
    reader = dispatcher(COUNTY, "reporter-data")
    assert desk.app.read_reporter(incident.id, reader) == {"description": "secret", "place_text": "w1"}


def test_only_dispatchers_of_the_region_correct_and_close(desk, incident):
    with pytest.raises(NotAllowed):
        desk.app.correct_place(incident.id, Said(""), intake(), command(), anything)
    with pytest.raises(NotAllowed):
        desk.app.close(incident.id, "handled", team(CASE), command())


def test_closing_twice_is_closing_once(desk, incident):
    desk.app.close(incident.id, "handled", dispatcher(), command())
    assert desk.app.close(incident.id, "duplicate", dispatcher(), command()).outcome == "handled"
    assert names(desk.events()).count("closed") == 1
    with pytest.raises(Refused):
        desk.app.correct_place(incident.id, Said(""), dispatcher(), command(), anything)


def test_what_came_of_it_is_recorded_as_often_as_it_changes_by_dispatchers(desk, incident):
    filed = Findings("criminal", setting="street")
    for found, key in ((filed, "a"), (filed, "b"), (Findings("criminal", cleared=True), "c")):
        after = desk.app.record_findings(incident.id, found, dispatcher(), command(key))
    assert after.findings == {"filed": "criminal", "cleared": True}
    assert names(desk.events()).count("findings_recorded") == 2
    with pytest.raises(NotAllowed):
        desk.app.record_findings(incident.id, filed, intake(), command())
    with pytest.raises(NotThere):
        desk.app.record_findings("nowhere", filed, dispatcher(), command())
