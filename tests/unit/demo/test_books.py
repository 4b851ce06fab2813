from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lianfang.messaging.envelope import Event
from lianfang.runtime.demo.books import Books, percentile

NOW = datetime(2025, 3, 1, tzinfo=UTC)
TEAMS = frozenset({"350924.aoyang.case", "350924.aoyang.command"})


@pytest.fixture
def books() -> Books:
    filled = Books(lambda: NOW)
    filled.accepted("i1", TEAMS)
    return filled


def request(event: str, team: str, task: str = "t", reason: str = "routed") -> Event:
    data = {"incident_id": "i1", "task_id": f"{task}-{team}", "team": team, "reason": reason}
    return Event(event, "incident.task_requested.v1", "/services/incident", "i1", "", "350924", data)


def deliver(books: Books, *deliveries: tuple[str, Event]) -> None:
    for team, event in deliveries:
        books.delivered(team, event)


def test_all_tasks_at_their_teams_once_is_balanced(books: Books) -> None:
    deliver(books, *[(team, request(team, team)) for team in TEAMS])
    balance = books.balance()
    assert balance.balanced
    assert (balance.accepted, balance.tasks_expected, balance.tasks_delivered) == (1, 2, 2)


def test_in_one_line_it_says_what_became_of_the_reports(books: Books) -> None:
    deliver(books, ("350924.aoyang.case", request("e", "350924.aoyang.case")))
    assert str(books.balance()) == (
        "1 reports accepted, 1 of 2 tasks delivered, 1 lost, 0 doubled, 0 misrouted, 0 escalated"
    )


def test_what_did_not_arrive_is_lost_and_named(books: Books) -> None:
    deliver(books, ("350924.aoyang.case", request("e", "350924.aoyang.case")))
    assert books.balance().lost == 1
    assert not books.balance().balanced
    assert books.missing() == [("i1", "350924.aoyang.command")]


def test_the_same_event_once_more_is_a_redelivery_not_a_duplicate(books: Books) -> None:
    event = request("e", "350924.aoyang.case")
    assert books.delivered("350924.aoyang.case", event)
    assert not books.delivered("350924.aoyang.case", event)
    balance = books.balance()
    assert (balance.redelivered, balance.duplicated) == (1, 0)


def test_a_second_task_for_the_same_team_is_a_duplicate(books: Books) -> None:
    deliver(books, *[(team, request(team, team)) for team in TEAMS])
    deliver(books, ("350924.aoyang.case", request("again", "350924.aoyang.case", task="t2")))
    assert books.balance().duplicated == 1
    assert not books.balance().balanced


def test_a_task_at_a_team_nobody_expected_is_told(books: Books) -> None:
    deliver(books, *[(team, request(team, team)) for team in TEAMS], ("350924.nanyang.case", request("x", "n")))
    assert books.balance().misrouted == 1
    assert books.strays() == [("i1", "350924.nanyang.case")]
    assert not books.balance().balanced


def test_other_peoples_reports_are_no_affair_of_ours(books: Books) -> None:
    deliver(books, *[(team, request(team, team)) for team in TEAMS])
    books.delivered("350924.nanyang.case", Event(
        "o", "incident.task_requested.v1", "s", "i2", "", "350924",
        {"incident_id": "i2", "task_id": "t", "team": "350924.nanyang.case", "reason": "routed"},
    ))  # fmt: skip
    assert books.balance().balanced


def test_escalations_are_told_apart(books: Books) -> None:
    deliver(books, *[(team, request(team, team)) for team in TEAMS])
    deliver(books, ("350924.county.command", request("late", "350924.county.command", reason="escalated")))
    balance = books.balance()
    assert (balance.escalated, balance.misrouted, balance.balanced) == (1, 0, True)


def test_nothing_accepted_is_no_success() -> None:
    assert not Books(lambda: NOW).balance().balanced


def test_tasks_taken_by_their_teams_are_counted_once(books: Books) -> None:
    taken = Event(
        "a", "incident.task_acknowledged.v1", "s", "i1", "", "350924", {"incident_id": "i1", "task_id": "t"}
    )
    deliver(books, ("350924.aoyang.case", taken), ("350924.aoyang.case", taken))
    assert books.balance().acknowledged == 1


def test_latency_is_from_accepted_to_received_the_first_time(books: Books) -> None:
    accepted = (NOW - timedelta(milliseconds=12)).isoformat()
    event = Event("r", "incident.reported.v1", "/services/incident", "i1", accepted, "350924", {})
    books.at_district(event)
    books.at_district(event)
    assert books.balance().p50_ms == books.balance().p99_ms == 12.0


@pytest.mark.parametrize(("share", "value"), [(0.5, 51.0), (0.99, 100.0), (0.0, 1.0)])
def test_percentile(share: float, value: float) -> None:
    assert percentile([float(n) for n in range(1, 101)], share) == value
