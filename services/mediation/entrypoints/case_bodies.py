"""What requests about whole cases look like."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates, validates_schema

from lianfang.contracts.mediation.fields import STATES
from lianfang.contracts.personal import personal
from lianfang.web.paging import PageQuery
from services.mediation.app.tally import STANDINGS
from services.mediation.domain.case import COLOURS
from services.mediation.entrypoints.fields import (
    MANY,
    REGION,
    TEXT_CHARS,
    count,
    id_,
    local_day,
    moment,
    one_of,
    word,
    words,
)
from services.mediation.entrypoints.party_bodies import PartyBody, not_too_many_kin, refs_differ, stand_for_somebody

SOURCES = ("visit", "walk_in", "patrol", "other_body", "grid_report", "incident")
MARKS = (
    *STANDINGS, "accepted", "transferred", "in_transfer", "returned", "called_back", "failed_ever", "reopened",
    "agreed", "kept", "broken", "agreement_open", "agreement_kept", "agreement_broken", "linked", "red_ever",
    "deadline_missed",
)  # fmt: skip
DISPUTES = "200300"
_CATEGORY = validate.Regexp(r"[0-9]{6}\Z", error="must be a category of six digits, such as 200301")
_OLD_OUTCOMES = ("settled", "failed", "declined", "resolved_elsewhere")


def _place(chars: int, about: str, **options: Any) -> fields.String:
    return fields.String(
        load_default="", metadata={"description": about}, **{"validate": validate.Length(max=chars), **options}
    )


class PlaceBody(Schema):
    """Where it is: a region, a point, a grid, a text, or nothing; the best that can be found counts."""

    region = _place(16, "a region's code", validate=REGION)
    lon = fields.Float(
        load_default=None, allow_none=True, validate=validate.Range(-180, 180), metadata={"description": "degrees"}
    )
    lat = fields.Float(
        load_default=None, allow_none=True, validate=validate.Range(-90, 90), metadata={"description": "degrees"}
    )
    grid = _place(32, "code of a grid or wider region")
    text = personal(_place(500, "as people put it; stored encrypted"))

    @validates_schema
    def _whole_point(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("lon") is None) != (data.get("lat") is None):
            raise ValidationError("lon and lat go together", "lat" if data.get("lat") is None else "lon")


class OriginBody(Schema):
    """Another id under which the same dispute is known."""

    source = one_of(SOURCES, "where it was reported", required=True)
    ref = id_("its id there", required=True)


class _AboutBody(Schema):
    """What every new case is told."""

    category = fields.String(
        load_default=DISPUTES, validate=_CATEGORY, metadata={"remedy": "six digits, such as 200301"}
    )
    place = fields.Nested(PlaceBody, load_default=lambda: PlaceBody().load({}))
    text = personal(
        fields.String(
            load_default="", validate=validate.Length(max=TEXT_CHARS), metadata={"description": "stored encrypted"}
        )
    )
    sealed = fields.Boolean(load_default=False, metadata={"description": "only those on the case see it"})
    relation = word("between the sides: neighbours, family …", load_default="")
    people = count("how many people are in it", load_default=0)
    parties = fields.List(fields.Nested(PartyBody), load_default=list, validate=validate.Length(max=MANY))

    @validates("parties")
    def _whole(self, value: list[dict[str, Any]], **_: Any) -> None:
        not_too_many_kin(value)
        refs_differ(value)
        stand_for_somebody(value)


class CaseBody(_AboutBody):
    """A dispute that came to notice."""

    source = one_of(SOURCES, "how", required=True)
    ref = id_("the report's id at its source; by default the request's own", load_default="")
    also = fields.List(
        fields.Nested(OriginBody), load_default=list, validate=validate.Length(max=MANY),
        metadata={"description": "further ids of the same dispute, such as the incident a visit was about"},
    )  # fmt: skip
    signals = words("what makes it dangerous: threats, weapon …", load_default=list)


class RecordBody(_AboutBody):
    """An old case from the paper ledger (台账补录)."""

    ref = id_("number in the ledger", required=True)
    happened_on = local_day("the day it was noted", required=True)
    outcome = one_of(_OLD_OUTCOMES, "how it ended", load_default="settled")


class CasesQuery(PageQuery):
    """Filters of the list of cases."""

    region = _place(16, "a region's code", validate=REGION)
    state = one_of(("", *STATES), "procedure state", load_default="")
    risk = one_of(("", *COLOURS), "colour", load_default="")
    mark = one_of(("", *MARKS), "how it counts in the figures", load_default="")
    since = moment("opened at or after", load_default=None)
    until = moment("opened before", load_default=None)


class FiguresQuery(Schema):
    """Which cases are counted."""

    region = _place(16, "a region's code; by default all of the caller's", validate=REGION)
    since = moment("opened at or after", load_default=None)
    until = moment("opened before", load_default=None)


class SuggestionsQuery(Schema):
    """What the parties need."""

    languages = fields.List(
        fields.String(validate=validate.Regexp(r"[a-z][a-z-]{0,19}\Z")), load_default=list,
        validate=validate.Length(max=10), metadata={"description": "zh, fuding, she …; may come more than once"},
    )  # fmt: skip


class PurposeQuery(Schema):
    """Why somebody reads what is personal; kept in the audit row."""

    purpose = word("such as mediation, supervision", required=True)
