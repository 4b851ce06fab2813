"""What hears of incidents, over a store of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lianfang.messaging.envelope import Event
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.store import find_all
from lianfang.registry.view import NOTHING
from services.mediation.app import cases, claims
from services.mediation.app.act import Act
from services.mediation.app.briefing import Briefing
from services.mediation.app.claims import Claims
from services.mediation.app.numbers import CaseNumbers
from services.mediation.app.numbers import collections as numbers
from services.mediation.app.open_case import Notice, OpenCase, Opened
from services.mediation.app.react.on_incident import OnIncident
from services.mediation.app.react.take_back import TakeBack
from services.mediation.domain.case import Case
from services.mediation.domain.policy import Policy
from tests.fixtures.clock import Clock
from tests.fixtures.mediation_domain import KINDS, calendar, flow, policy

ZONE = ZoneInfo("Asia/Shanghai")
INCIDENT = "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c11"
REPORTED = {
    "incident_id": INCIDENT, "category": "200302", "duress": False, "source": "call", "priority": 3,
    "state": "dispatched", "region": "3509241000011007", "ring": 3, "flags": [], "tasks": 2, "release": "350924-1",
}  # fmt: skip


class Rules:
    """The rules that are shipped, for every county and version."""

    def for_county(self, _county: str) -> Policy:
        return policy()

    def at(self, _version: str) -> Policy:
        return policy()


class Bench:
    """Everybody may mediate, and nobody is preferred."""

    def kinds(self, _case: Case) -> Mapping[str, str]:
        return KINDS

    def conflicts(self, _case: Case, _mediators: Any) -> Mapping[str, str]:
        return {}

    def unavailable(self, _mediator: str) -> Mapping[str, str]:
        return {}

    def next(self, _case: Case, _policy: Policy) -> tuple[str, ...]:
        return ()


@dataclass
class Ear:
    """A process's ear for incidents, with what it opened."""

    store: SqliteStore
    act: Act
    on_incident: OnIncident
    notices: list[Notice] = field(default_factory=list)

    def cases(self) -> list[Case]:
        return [self.act.case(each["id"]) for each in find_all(self.store, cases.NAME)]

    def hears(self, name: str = "reported", id: str = "e-1", told_in: str = "", **more: Any) -> bool:
        """Take an event of the incident service, by default a report of neighbours who quarrel."""
        data = {**REPORTED, **more} if name == "reported" else closed(**more)
        where = told_in or data.get("region", "3509241000011007")
        type_ = f"incident.{name}.v1"
        event = Event(
            id, type_, "/services/incident", INCIDENT, "2026-03-02T01:00:00+00:00", where, data, correlationid="c-1"
        )
        return self.on_incident(event)


def closed(**more: Any) -> dict[str, Any]:
    """Return what the closing of the incident says."""
    said = {"incident_id": INCIDENT, "category": "200302", "duress": False, "outcome": "false_alarm"}
    return {**said, "tasks_done": 0, "tasks_recalled": 2, **more}


@pytest.fixture
def ear(tmp_path) -> Ear:
    store, clock = SqliteStore(tmp_path / "mediation.db"), Clock()
    store.declare(*cases.collections(), *claims.collections(), *numbers())
    held = cases.aggregates(store, clock, lambda _pending: None)
    briefing = Briefing(
        clock, lambda: NOTHING, ZONE, flow(), calendar(), Rules(), Bench(), lambda *_said: frozenset()
    )
    act, known = Act(held, briefing), Claims(store, clock)
    series = CaseNumbers(store, clock, ZONE)
    opening, notices = OpenCase(act, known, series), []

    def open_case(notice: Notice, command: Any) -> Opened:
        notices.append(notice)
        return opening(notice, command)

    return Ear(store, act, OnIncident(Rules().for_county, open_case, TakeBack(act, known)), notices)
