"""Only the incident service says what was reported."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from lianfang.messaging.routing import COMMANDS, EVENTS
from lianfang.messaging.subscription import Permanent
from services.patrol.entrypoints.incidents import Incidents
from tests.fixtures.patrol_posts import reported


def take(office: Any, exchange: str, user_id: str, type: str = "incident.reported.v1") -> int:
    """Let the service take an event; return how many incidents are counted then."""
    service = Incidents()
    service.app = office
    event = replace(reported("2026-03-01T01:00:00+00:00"), type=type)
    service.count_incident(event, SimpleNamespace(exchange=exchange, user_id=user_id))
    page = office.store.find("incident_hours")
    return sum(sum(document["state"].values()) for document in page.documents)


@pytest.mark.parametrize(("exchange", "user_id"), [(EVENTS, ""), ("lianfang.return", "svc-incident")])
def test_what_comes_over_the_exchange_of_events_or_from_the_service_itself_is_counted(office, exchange, user_id):
    assert take(office, exchange, user_id) == 1


@pytest.mark.parametrize(
    ("exchange", "user_id"),
    [(COMMANDS, "team-350924.aoyang.case"), ("lianfang.return", "svc-grid"), (EVENTS, "svc-grid")],
)
def test_nobody_else_makes_a_place_look_busy(office, exchange, user_id):
    with pytest.raises(Permanent):
        take(office, exchange, user_id)


def test_another_kind_of_event_is_parked(office):
    with pytest.raises(Permanent, match="is no incident"):
        take(office, EVENTS, "svc-incident", "incident.state_changed.v1")
