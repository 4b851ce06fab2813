"""What a fault cost, read from the times of reports."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianfang.messaging.envelope import Event
from scenarios.cluster.timed_books import TimedBooks

CASE, COMMAND = "350924.aoyang.case", "350924.county.command"


class Story:
    """Books and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.books = TimedBooks(lambda: datetime.now(UTC), lambda: self.now)

    def accepted(self, at: float, id: str) -> None:
        self.now = at
        self.books.accepted(id, frozenset({CASE, COMMAND}))

    def delivered(self, at: float, id: str, *teams: str) -> None:
        self.now = at
        for team in teams or (CASE, COMMAND):
            data = {"incident_id": id, "task_id": f"{id}-{team}", "reason": "routed"}
            event = Event(
                f"{id}-{team}", "incident.task_requested.v1", "/services/incident", id, "", "350924", data
            )
            self.books.delivered(team, event)


@pytest.fixture
def story() -> Story:
    return Story()


def test_nothing_is_held_up_while_reports_arrive_at_once(story: Story):
    for second in range(10, 20):
        story.accepted(second, f"i{second}")
        story.delivered(second + 0.5, f"i{second}")
    found = story.books.measure(10, 20)
    assert (found.accepted, found.first_s, found.normal_s, found.longest_s) == (10, 0.5, 0.0, 0.5)
    assert (found.held_up, found.missing) == (0, 0)


def test_a_report_has_arrived_when_the_last_of_its_teams_has_it(story: Story):
    story.accepted(10, "i")
    story.delivered(11, "i", CASE)
    assert story.books.measure(10, 12).missing == 0, "under way, and not late yet"
    story.delivered(17, "i", COMMAND)
    found = story.books.measure(10, 20)
    assert (found.first_s, found.normal_s, found.longest_s, found.held_up) == (7.0, 7.0, 7.0, 1)


def test_what_was_under_way_when_the_fault_came_counts_and_what_had_arrived_does_not(story: Story):
    story.accepted(0, "long before")
    story.delivered(9, "long before")
    story.accepted(9.9, "just before")
    story.delivered(15, "just before")
    found = story.books.measure(10, 20)
    assert (found.accepted, found.normal_s, found.longest_s, found.held_up) == (0, 5.0, 5.1, 1)


def test_what_has_not_arrived_at_the_end_is_told_and_is_overdue(story: Story):
    story.accepted(10, "i")
    story.now = 20.0
    found = story.books.measure(9, 20)
    assert (found.held_up, found.missing, found.first_s) == (1, 1, 0.0)
    assert story.books.overdue() == 1
    story.delivered(21, "i")
    assert story.books.overdue() == 0
