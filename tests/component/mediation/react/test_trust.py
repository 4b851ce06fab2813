"""Only the incident service says what was reported."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.routing import COMMANDS, EVENTS, RESTRICTED
from lianfang.messaging.subscription import Permanent
from services.mediation.entrypoints.incidents import Incidents


def take(exchange: str, user_id: str, type: str = "incident.reported.v1") -> list[str]:
    """Let the service take an event; return the ids of those that its use cases heard of."""
    heard: list[Event] = []
    service = Incidents()
    service.app = SimpleNamespace(on_incident=heard.append)
    event = Event("e", type, "/services/incident", "", "2026-03-02T01:00:00+00:00", "350924", {})
    delivery: Any = SimpleNamespace(exchange=exchange, user_id=user_id)
    service.follow_incident(event, delivery)
    return [each.id for each in heard]


@pytest.mark.parametrize(
    ("exchange", "user_id"),
    [(EVENTS, ""), (RESTRICTED, "svc-incident"), ("lianfang.return", "svc-incident"), ("", "lianfang-admin")],
)
def test_what_comes_over_the_exchanges_of_events_or_from_the_service_itself_is_believed(exchange, user_id):
    assert take(exchange, user_id) == ["e"]


@pytest.mark.parametrize(
    ("exchange", "user_id"),
    [(COMMANDS, "team-350924.aoyang.case"), ("", ""), ("lianfang.return", "team-350924.aoyang.case")],
)
def test_a_team_can_not_make_a_dispute(exchange, user_id):
    with pytest.raises(Permanent):
        take(exchange, user_id)


def test_another_kind_of_event_is_parked():
    with pytest.raises(Permanent, match="is no incident"):
        take(EVENTS, "svc-incident", "incident.state_changed.v1")
