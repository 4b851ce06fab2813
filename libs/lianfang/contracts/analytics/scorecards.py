"""Events of scorecards (双考). Restricted: how somebody was assessed is for them and their supervisors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range, Regexp

from lianfang.contracts.fields import code_field, identifier_field, moment_field, reason_field
from lianfang.contracts.registry import event

_ROUND = "350924-2026-Q1"
_CARD = {"card": f"{_ROUND}:350924.aoyang.case", "round": _ROUND, "county": "350924", "kind": "unit"}


def nobody_else(_data: Mapping[str, Any]) -> bool:
    """For events that districts don't get."""
    return True


def _number(about: str, **options: Any) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": about}, **options)


@event(
    "analytics", "scorecards_published", restricted=nobody_else, summary="A round of assessment is in force.",
    example={"round": _ROUND, "county": "350924", "start": "2025-12-31T16:00:00+00:00",
             "end": "2026-03-31T16:00:00+00:00", "units": 4, "people": 40, "pool_fen": 8000000,
             "paid_fen": 8120000, "grades": {"excellent": 10, "good": 30}, "policy": "default-1-0a1b2c3d"},
)  # fmt: skip
class ScorecardsPublished(Schema):
    """With the budget check: what is paid and what there is."""

    round = identifier_field("county and period", required=True)
    county = code_field("its county", required=True)
    start = moment_field("the period's start", required=True)
    end = moment_field("its end, not part of it", required=True)
    units = _number("units assessed", validate=Range(min=0))
    people = _number("people assessed", validate=Range(min=0))
    pool_fen = _number("what is to be shared out, in hundredths of a yuan", validate=Range(min=0))
    paid_fen = _number("what the coefficients make of it", validate=Range(min=0))
    grades = fields.Dict(
        keys=fields.String(validate=Regexp(r"[a-z_]{1,40}\Z")), values=fields.Integer(), required=True,
        metadata={"description": "how many people got which"},
    )  # fmt: skip
    policy = identifier_field("version of the rules", required=True)


class AboutCard(Schema):
    """What events of a card say. Whose it is stands in its id: a unit's or a person's, no name."""

    card = identifier_field("the card", required=True)
    round = identifier_field("its round", required=True)
    county = code_field("its county", required=True)
    kind = fields.String(required=True, validate=OneOf(("unit", "person")))


@event(
    "analytics", "scorecard_appealed", restricted=nobody_else, summary="Somebody disagrees with a card.",
    example={**_CARD, "reason": "wrong_count", "due": "2026-04-20T00:00:00+00:00"},
)  # fmt: skip
class ScorecardAppealed(AboutCard):
    """It waits for an answer."""

    reason = reason_field("why", required=True)
    due = moment_field("when it has to be answered", required=True)


@event(
    "analytics", "appeal_decided", restricted=nobody_else, summary="An appeal is over.",
    example={**_CARD, "decision": "upheld", "reason": "visits_uncounted"},
)  # fmt: skip
class AppealDecided(AboutCard):
    """Upheld, rejected, or withdrawn by whoever appealed."""

    decision = fields.String(required=True, validate=OneOf(("upheld", "rejected", "withdrawn")))
    reason = reason_field("why; absent when withdrawn")


@event(
    "analytics", "appeal_overdue", restricted=nobody_else, summary="An appeal was not answered in time.",
    example={**_CARD, "due": "2026-04-20T00:00:00+00:00"},
)  # fmt: skip
class AppealOverdue(AboutCard):
    """Once for each appeal."""

    due = moment_field("when it had to be answered", required=True)
