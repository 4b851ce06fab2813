"""Logs against stores: what is lost, what is behind, what was never told."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.published import PUBLISHED, record
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.books import books_of

SINCE = datetime(2026, 3, 1, 8, tzinfo=UTC)
LATER = (SINCE + timedelta(minutes=1)).isoformat()


def event(id: str, sequence: int = 1, subject: str = "i", type: str = "incident.reported.v1", **data) -> Event:
    return Event(id, type, "/services/incident", subject, LATER, "350924", data, sequence)


@pytest.fixture
def target(tmp_path):
    return Target({"LIANFANG_INCIDENT_STORE_URI": f"sqlite://{tmp_path / 'incident.db'}"})


@pytest.fixture
def keep(tmp_path):
    def keep(*events: Event, at: str = LATER) -> None:
        with closing(SqliteStore(tmp_path / "incident.db")) as store:
            store.declare(PUBLISHED)
            for each in events:
                store.insert(PUBLISHED.name, record(each.to_dict(), at))

    return keep


def test_they_balance_when_both_tell_the_same(target, keep):
    keep(event("a"), event("b", 2))
    books = books_of(target, "incident", [event("a"), event("b", 2)], SINCE)
    assert books.balanced
    assert books.told == 2


def test_what_the_store_does_not_know_at_all_is_lost_and_what_lacks_steps_is_behind(target, keep):
    keep(event("a"))
    told = [
        event("a"),
        event("b", 2, type="incident.closed.v1"),
        event("c", subject="j"),
        event("d", 2, subject="j"),
    ]
    books = books_of(target, "incident", told, SINCE)
    assert {each.subject: each.lost for each in books.gone} == {"i": False, "j": True}
    assert [each.subject for each in books.lost] == ["j"]


def test_a_step_taken_again_under_another_id_is_known_by_what_it_says(target, keep):
    keep(event("other", 7, type="incident.closed.v1", outcome="handled"))
    told = event("first", 5, type="incident.closed.v1", outcome="handled")
    assert not books_of(target, "incident", [told], SINCE).gone
    told = event("first", 5, type="incident.closed.v1", outcome="false_alarm")
    assert books_of(target, "incident", [told], SINCE).gone


def test_what_was_kept_long_before_is_known_too(target, keep):
    keep(event("a"), at=(SINCE - timedelta(days=1)).isoformat())
    assert books_of(target, "incident", [event("a")], SINCE).balanced


def test_what_the_store_has_told_and_no_log_holds_is_named(target, keep):
    keep(event("a"), event("b", 2))
    assert books_of(target, "incident", [event("a")], SINCE).untold == ["b"]
