"""Events of a dispute's risk (风险等级, 民转刑), its owner and what was not done in time."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Regexp

from lianfang.contracts.fields import moment_field, reason_field, team_field
from lianfang.contracts.mediation.fields import AboutCase, case_event, colour_field, id_field

_ROOM = "350924.county.command"


class Line(Schema):
    """One line of the score."""

    factor = id_field("what counts, a word of the policy", required=True)
    value = fields.String(
        required=True, validate=Regexp(r"-?[a-z0-9_-]{1,40}\Z"), metadata={"description": "a number or a word"}
    )
    points = fields.Integer(required=True)


@case_event(
    "risk_raised", "The grade of risk rose, by its score or by hand.",
    more={"risk": "red", "previous": "orange", "to": "red", "why": "score", "points": 75,
          "reasons": [{"factor": "weapon", "value": "yes", "points": 40},
                      {"factor": "violence", "value": "yes", "points": 30},
                      {"factor": "relation", "value": "neighbours", "points": 5}]},
)  # fmt: skip
class RiskRaised(AboutCase):
    """With the reasons that the score had then."""

    previous = colour_field("the grade before")
    to = colour_field("the grade now")
    why = fields.String(required=True, validate=OneOf(("score", "by_hand")))
    points = fields.Integer(required=True, metadata={"description": "the score"})
    reasons = fields.List(fields.Nested(Line), required=True, metadata={"description": "what makes the score"})


@case_event(
    "lowering_proposed", "Somebody proposes to lower the risk; a second signature is needed.", more={"to": "blue"}
)
class LoweringProposed(AboutCase):
    """The first signature."""

    to = colour_field("the grade proposed")


@case_event(
    "risk_lowered", "Two people lowered the grade of risk.",
    more={"risk": "blue", "previous": "yellow", "to": "blue"},
)  # fmt: skip
class RiskLowered(AboutCase):
    """The second signature."""

    previous = colour_field("the grade before")
    to = colour_field("the grade now")


@case_event(
    "alarm_raised", "A case is red, or its alarm was not acknowledged in time: one for each team that must know.",
    addressed=True, more={"risk": "red", "owner": _ROOM, "team": _ROOM},
)  # fmt: skip
class AlarmRaised(AboutCase):
    """To the command rooms and the community team."""

    team = team_field("the team that is told", required=True)


@case_event(
    "alarm_acknowledged", "The alarm was acknowledged.", more={"risk": "red", "owner": _ROOM, "team": _ROOM}
)
class AlarmAcknowledged(AboutCase):
    """Taken note of."""

    team = team_field("the team that took note", required=True)


@case_event(
    "owner_changed", "Another team must see to the case.",
    more={"owner": _ROOM, "before": "350924.aoyang.community", "why": "missed_assign"},
)  # fmt: skip
class OwnerChanged(AboutCase):
    """`owner` is the new one."""

    before = team_field("the owner before; absent when there was none")
    why = reason_field("risk_red, missed_assign …", required=True)


@case_event(
    "deadline_missed", "Something was not done in time; the case goes up one step and has another deadline.",
    more={"kind": "assign", "due_at": "2026-03-02T08:00:00+00:00"},
)  # fmt: skip
class DeadlineMissed(AboutCase):
    """`owner` missed it."""

    kind = reason_field("triage, assign, accept, first_round, perform, follow_up, contact …", required=True)
    due_at = moment_field("when it fell", required=True)
