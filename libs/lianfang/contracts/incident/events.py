"""Events about an incident as a whole; their region is the place's, so a county's systems get them."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import OneOf, Range

from lianfang.contracts.fields import (
    AuditHead,
    code_field,
    identifier_field,
    moment_field,
    reason_field,
    team_field,
    words_field,
)
from lianfang.contracts.incident.fields import (
    AboutIncident,
    PlaceFacts,
    priority_field,
    restricted,
    ring_field,
    source_field,
    state_field,
)
from lianfang.contracts.registry import event

_ID = "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c11"
_TASK = "3c0e1f52-7f3e-5a5f-8b0c-6a1d0a1f7c12"
_ABOUT = {"incident_id": _ID, "category": "100200", "duress": False}
_CASE = "350924.aoyang.case"
_GRID = "3509241000011007"


@event(
    "incident", "reported", restricted=restricted,
    summary="A report was accepted and is durable; each of its tasks follows as task_requested.",
    example={**_ABOUT, "source": "call", "priority": 1, "state": "dispatched", "region": _GRID, "ring": 3,
             "flags": [], "tasks": 3, "release": "350924-1"},
)  # fmt: skip
class Reported(AboutIncident, PlaceFacts):
    """A call, grid report or shop alert came in."""

    source = source_field()
    priority = priority_field()
    state = state_field("the incident's state")
    tasks = fields.Integer(required=True, validate=Range(min=1), metadata={"description": "tasks requested"})
    release = fields.String(metadata={"description": "release of the registry that routed it; empty: none known"})


@event(
    "incident", "state_changed", restricted=restricted,
    summary="The incident's state, which is derived from its tasks, changed.",
    example={**_ABOUT, "state": "acknowledged", "previous": "dispatched"},
)  # fmt: skip
class StateChanged(AboutIncident):
    """The derived state changed."""

    state = state_field("the new state")
    previous = state_field("the state before")


@event(
    "incident", "deadline_missed", restricted=restricted,
    summary="A team did not acknowledge or arrive in time; says to whom the task was escalated.",
    example={**_ABOUT, "task_id": _TASK, "team": _CASE, "deadline": "acknowledge",
             "due": "2026-03-01T08:01:00+00:00", "escalated_to": ["350924.aoyang.command"]},
)  # fmt: skip
class DeadlineMissed(AboutIncident):
    """A deadline passed."""

    task_id = identifier_field("the task", required=True)
    team = team_field("the team that missed it", required=True)
    deadline = fields.String(
        required=True, validate=OneOf(("acknowledge", "arrive")), metadata={"description": "which one"}
    )
    due = moment_field("when it fell", required=True)
    escalated_to = words_field("teams that were given a task because of it; empty when all had one", required=True)


@event(
    "incident", "place_corrected", restricted=restricted,
    summary="The place was corrected and the incident routed again.",
    example={**_ABOUT, "region": _GRID, "ring": None, "flags": [], "previous_region": "350924",
             "added": [_CASE], "recalled": []},
)  # fmt: skip
class PlaceCorrected(AboutIncident, PlaceFacts):
    """A better place is known."""

    previous_region = code_field("best known region before", required=True)
    added = words_field("teams that now have a task", required=True)
    recalled = words_field("teams whose task was recalled, for they had not acknowledged", required=True)


@event(
    "incident", "handed_over", restricted=restricted,
    summary="The place lies in another county, whose systems get this; the caller's county keeps the incident too.",
    example={**_ABOUT, "priority": 2, "source": "call", "from_region": "350924", "to_region": "350925100001"},
)  # fmt: skip
class HandedOver(AboutIncident):
    """What concerns another county was handed to it."""

    priority = priority_field()
    source = source_field()
    from_region = code_field("county that took the report", required=True)
    to_region = code_field("best known region of the place", required=True)


@event(
    "incident", "closed", restricted=restricted,
    summary="The incident was closed by a dispatcher; open tasks were recalled.",
    example={**_ABOUT, "outcome": "handled", "tasks_done": 2, "tasks_recalled": 1},
)  # fmt: skip
class Closed(AboutIncident):
    """Nothing more is done about it."""

    outcome = reason_field("how it ended: handled, false_alarm, duplicate, transferred …", required=True)
    tasks_done = fields.Integer(required=True, validate=Range(min=0))
    tasks_recalled = fields.Integer(required=True, validate=Range(min=0))


@event(
    "incident", "findings_recorded", restricted=restricted,
    summary="What came of the incident, all of it as it is known now: case filed and cleared, deaths, injured.",
    example={**_ABOUT, "region": _GRID, "ring": 3, "opened_at": "2026-03-01T08:00:00+00:00", "filed": "criminal",
             "cleared": True, "preventable": True, "setting": "street", "lead": "grid_information", "deaths": 0,
             "injured": 1},
)  # fmt: skip
class FindingsRecorded(AboutIncident):
    """Of one incident the highest sequence stands; numbers of people and no person."""

    region = code_field("best known region of the place, a grid's code at best", required=True)
    ring = ring_field()
    opened_at = moment_field("when it was reported: the time that it is counted at", required=True)
    filed = fields.String(
        required=True, validate=OneOf(("none", "criminal", "administrative")),
        metadata={"description": "the kind of case that was filed (立案)"},
    )  # fmt: skip
    cleared = fields.Boolean(required=True, metadata={"description": "the case was solved (破案)"})
    preventable = fields.Boolean(
        required=True, metadata={"description": "of the kinds that prevention should have kept from happening"}
    )
    setting = reason_field("where it was done: street, home …; absent when not told")
    lead = reason_field("what solved it: grid_information, camera …; absent when not told")
    deaths = fields.Integer(required=True, validate=Range(min=0), metadata={"description": "people who died"})
    injured = fields.Integer(required=True, validate=Range(min=0), metadata={"description": "people injured"})


@event(
    "incident", "audit_head_published",
    summary="The newest row of an audit chain, so that cutting off the chain's tail shows.",
    example={"chain": "incident.reporter", "number": 12, "hash": "9f" * 32},
)  # fmt: skip
class AuditHeadPublished(AuditHead):
    """Head of an audit chain."""
