"""What HTTP takes of field records. There is no free text in them, which might name a person."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from lianfang.web.paging import PageQuery
from services.grid.domain.records.hazard import OUTCOMES, SOURCES
from services.grid.domain.records.population import GROUPS
from services.grid.domain.records.visit import ROLES

_WORD = Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="must be a word of a-z, 0-9 and _")
_WORD_OR_NONE = Regexp(r"([a-z][a-z0-9_]{0,39})?\Z", error="must be a word of a-z, 0-9 and _")
_ID = Regexp(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}\Z", error="must be 8 to 64 letters, digits, - and _, such as a UUID")
_REGION = Regexp(
    r"[0-9]{6}([0-9]{3}|[0-9]{6}|[0-9]{10})?\Z", error="must be a region code of 6, 9, 12 or 16 digits"
)  # fmt: skip
_PLACE = Regexp(
    r"[0-9]{6}\.(?!.*[0-9]{11})[a-z0-9][a-z0-9-]{0,63}\Z",
    error="must be <county>.<word>, such as 350924.pond-7, with no number as long as a telephone's",
)  # fmt: skip
_TEAM = r"[0-9]{6}\.[a-z][a-z0-9-]*\.[a-z][a-z0-9-]{0,63}"
_MONTH = Regexp(r"[12][0-9]{3}-(0[1-9]|1[0-2])\Z", error="must be a month, such as 2026-03")


def _about(text: str) -> dict[str, str]:
    return {"description": text}


def id_field() -> fields.String:
    """An id that a phone makes."""
    return fields.String(required=True, validate=_ID, metadata=_about("made by the phone; fresh for each record"))


def word_field(about: str, **options: Any) -> fields.String:
    """A word."""
    rule = _WORD if options.get("required") else _WORD_OR_NONE
    return fields.String(validate=rule, metadata=_about(about), **options)


def _words(about: str, **options: Any) -> fields.List[Any]:
    return fields.List(
        fields.String(validate=_WORD),
        validate=Length(options.pop("least", 0), 20),
        metadata=_about(about),
        **options,
    )


def region_field(**options: Any) -> fields.String:
    """A region."""
    return fields.String(validate=_REGION, metadata=_about("where; the grid if it is known"), **options)


def team_field(**options: Any) -> fields.String:
    """A team; with load_default "" it may be absent."""
    empty = options.get("load_default") == ""
    rule = Regexp(rf"({_TEAM})?\Z" if empty else rf"{_TEAM}\Z", error="must be a full team id")
    return fields.String(validate=rule, metadata=_about("full id, <county>.<zone>.<team>"), **options)


def count_field(least: int, most: int, **options: Any) -> fields.Integer:
    """A whole number from `least` to `most`; 1.5 is none."""
    return fields.Integer(strict=True, validate=Range(least, most), **options)


class Timed(Schema):
    """When something was, by the phone that tells it."""

    at = fields.AwareDateTime(required=True, metadata=_about("when it was, by the phone's clock; may lie back"))
    sent_at = fields.AwareDateTime(
        load_default=None, allow_none=True, metadata=_about("what the phone's clock shows now, to correct it")
    )


class Placed(Timed):
    """Where something was."""

    region = region_field(required=True)
    place = fields.String(
        load_default=None, allow_none=True, validate=_PLACE, metadata=_about("id of the place, if it has one")
    )

    @validates_schema
    def _same_county(self, data: dict[str, Any], **_: Any) -> None:
        place, region = data.get("place"), data.get("region")
        if place and region and place[:6] != region[:6]:
            raise ValidationError("lies in another county than the region", "place")


class HazardBody(Placed):
    """A hazard that was found."""

    id = id_field()
    kind = word_field("its class, such as fire or drowning_water", required=True)
    source = fields.String(required=True, validate=OneOf(SOURCES))
    team = team_field(load_default="")
    missing = _words("of what the class asks for", load_default=list)
    due = fields.AwareDateTime(
        load_default=None, allow_none=True, metadata=_about("by default the county's term after `at`")
    )


class AssignBody(Timed):
    """Which team is to see to it."""

    team = team_field(required=True)


class TransferBody(Timed):
    """Whose duty it is."""

    to = word_field("the body, such as township_government", required=True)


class EquipBody(Timed):
    """What was put where it was missing."""

    items = _words("such as buoy", required=True, least=1)
    pieces = count_field(1, 10_000, required=True)


class ResolveBody(Timed):
    """How it ended."""

    outcome = fields.String(required=True, validate=OneOf(OUTCOMES))
    items = _words("what was missing and was put there", load_default=list)
    pieces = count_field(0, 10_000, load_default=0, metadata=_about("of these items; by default one of each"))


class VisitBody(Placed):
    """A visit to households."""

    id = id_field()
    role = fields.String(required=True, validate=OneOf(ROLES))
    team = team_field(required=True)
    households = count_field(1, 200, load_default=1)
    minutes = count_field(1, 1440, required=True)
    fraud_minutes = count_field(0, 1440, load_default=0, metadata=_about("of these, on telecom fraud"))

    @validates_schema
    def _part(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("fraud_minutes", 0) > data.get("minutes", 1440):
            raise ValidationError("is more than minutes", "fraud_minutes")


class PopulationBody(Timed):
    """How many people live in a grid."""

    region = region_field(required=True)
    group = fields.String(required=True, validate=OneOf(GROUPS))
    month = fields.String(required=True, validate=_MONTH)
    registered = count_field(0, 1_000_000, required=True)
    estimated = count_field(0, 1_000_000, required=True)

    @validates_schema
    def _part(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("registered", 0) > data.get("estimated", 1_000_000):
            raise ValidationError("is less than registered; give how many are taken to live there", "estimated")


class GradeBody(Placed):
    """A place and its grade."""

    place = fields.String(required=True, validate=_PLACE, metadata=_about("<county>.<word>; never a name"))
    kind = word_field("such as rental", required=True)
    grade = word_field("such as a, or green", required=True)
    reason = word_field("such as fire_exits", load_default="")


class DutyBody(Timed):
    """That a duty was done."""

    id = id_field()
    duty = word_field("such as daily_dispatch", required=True)
    team = team_field(required=True)
    region = region_field(load_default=None, allow_none=True)


class RecordsQuery(PageQuery):
    """Which records: of a region, in a period."""

    region = fields.String(
        load_default=None, validate=_REGION, metadata=_about("by default the caller's own")
    )  # fmt: skip
    since = fields.AwareDateTime(load_default=None, data_key="from")
    until = fields.AwareDateTime(load_default=None, data_key="to")


class HazardsQuery(RecordsQuery):
    """Which hazards. open: whether they are not resolved yet."""

    kind = fields.String(load_default="")
    state = fields.String(load_default="")
    team = fields.String(load_default="")
    open = fields.Boolean(load_default=False)


class VisitsQuery(RecordsQuery):
    """Which visits."""

    team = fields.String(load_default="")
    person = fields.String(load_default="")
    role = fields.String(load_default="")


class PopulationsQuery(RecordsQuery):
    """Which counts."""

    month = fields.String(load_default="")
    group = fields.String(load_default="")


class PlacesQuery(RecordsQuery):
    """Which places."""

    kind = fields.String(load_default="")
    grade = fields.String(load_default="")


class DutiesQuery(RecordsQuery):
    """Which duties."""

    team = fields.String(load_default="")
    duty = fields.String(load_default="")
    period = fields.String(load_default="")
