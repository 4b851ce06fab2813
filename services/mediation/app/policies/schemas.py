"""The shape of a policy document. Unknown names are refused: they are mostly misspelt ones."""

from __future__ import annotations

from string import Formatter
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates, validates_schema
from marshmallow.validate import Length, Regexp

from lianfang.policies.fields import number, table, text, whole, word, words
from services.mediation.app.policies.fields import BandsField, TermField, by_category, categories, points
from services.mediation.domain.case import COLOURS
from services.mediation.domain.documenting import KINDS
from services.mediation.domain.people.weights import weights_from

ITEMS = (
    "parties",
    "facts",
    "terms",
    "performance_manner",
    "performance_due",
    "signatures_all",
    "seal",
    "recorded_by",
)
MEDIATORS = ("officer", "mediator", "lawyer", "court")
MODES = ("public_order", "people", "court_docked")
CAPABILITIES = ("mediation", "community", "command", "county_command")
BODY_KINDS = ("government", "department", "court", "arbitration", "committee")
TERMS = (
    "triage", "assign", "accept", "perform", "follow_up", "contact", "receipt", "answer_simple", "answer_complex",
    "call_back", "confirmation", "court_decision", "alarm", "close", "tense", "early",
)  # fmt: skip
"""Every term the domain asks for; the modes have those of their rounds."""

REPEATS = (
    "default", "triage", "assign", "accept", "first_round", "next_round", "conclude", "perform", "follow_up",
    "contact", "receipt", "answer", "call_back", "court_decision", "alarm",
)  # fmt: skip
_SOURCED = {"required": True, "sourced": True}


def _exactly(*names: str, of: Any) -> type[Schema]:
    """A schema with these fields, all required and alike."""
    return Schema.from_dict({name: of() for name in names})


class _Mode(Schema):
    title = text(required=True)
    source = text(required=True)
    who_may_mediate = words(among=MEDIATORS, required=True)
    max_rounds = whole(1, 100, required=True, allow_none=True)
    first_round_within = TermField(**_SOURCED)
    next_round_within = TermField(**_SOURCED)
    conclude_within = TermField(**_SOURCED)
    after_breach = fields.Boolean(required=True)
    late_round_needs_extension = fields.Boolean(truthy={True}, falsy={False}, required=True)
    written = words(among=ITEMS, required=True)
    oral = words(among=ITEMS, required=True, allow_none=True)
    oral_when = fields.String(
        load_default="", validate=Length(max=500, error="is too long; write at most 500 characters")
    )


class _Exclusion(Schema):
    title = text(required=True)
    source = text(required=True)
    modes = words(among=MODES, load_default=list)


class _Sourced(Schema):
    source = text(required=True)


class _Guardian(_Sourced):
    age = whole(1, 18, required=True)


class _Disputes(_Sourced):
    categories = categories(required=True)


class _Points(_Sourced):
    points = points(required=True)


class _Capped(_Points):
    cap = points(required=True)


class _ByWord(_Sourced):
    points = table(points(), required=True)


class _ByBand(_Sourced):
    bands = BandsField(required=True)


class _Factors(Schema):
    signals = fields.Nested(_ByWord, required=True)
    relations = fields.Nested(_ByWord, required=True)
    repeat_calls = fields.Nested(_Capped, required=True)
    failed_rounds = fields.Nested(_Points, required=True)
    broken_agreements = fields.Nested(_Points, required=True)
    reopened = fields.Nested(_Points, required=True)
    grudge_years = fields.Nested(_ByBand, required=True)
    people = fields.Nested(_ByBand, required=True)


class _Grading(_Sourced):
    factors = fields.Nested(_Factors, required=True)
    thresholds = fields.Nested(_exactly(*COLOURS, of=lambda: points(required=True)), required=True)

    @validates("thresholds")
    def _rising(self, value: dict[str, int], **_: Any) -> None:
        steps = [value[colour] for colour in COLOURS]
        if steps[0] != 0 or steps != sorted(set(steps)):
            raise ValidationError("thresholds must rise; give blue 0 and each colour more than the one before")


class _Colour(_Sourced):
    owner = word(*CAPABILITIES, required=True)
    follow_up = fields.List(
        TermField(), required=True, validate=Length(1, 20, error="is empty; give 1 to 20 visits")
    )


class _Body(Schema):
    title = text(required=True)
    kind = word(*BODY_KINDS, required=True)


class _Route(_Sourced):
    title = text(required=True)


class _Confirmation(_Sourced):
    modes = words(among=MODES, required=True)


_Suggestion = Schema.from_dict(  # one of its fields is called load, as a method of schemas is
    {
        **{name: number() for name in ("skill", "capacity", "distance", "language", "load", "far_km")},
        "skills": by_category(words()),
        "risk": table(table(number())),
    }
)


class _DocumentNumbers(Schema):
    pattern = text(required=True)
    words = fields.Nested(_exactly(*KINDS, of=lambda: text(required=True)), required=True)

    @validates("pattern")
    def _filled(self, value: str, **_: Any) -> None:
        if not _tells(value, prefix="寿", word="调协字"):
            example = "{prefix}{word}〔{year}〕{number:05d}号"
            raise ValidationError(f"must hold prefix, word, year and number; such as {example}")


class _Numbering(Schema):
    pattern = text(required=True)
    documents = fields.Nested(_DocumentNumbers, required=True)
    prefixes = table(
        text(), Regexp(r"\d{6}\Z", error="{input} is no county; write 6 digits in quotes"), required=True
    )
    source = text(required=True)

    @validates("pattern")
    def _filled(self, value: str, **_: Any) -> None:
        if not _tells(value, prefix="寿"):
            raise ValidationError("must hold prefix, year and number; such as {prefix}调〔{year}〕{number:05d}号")


def _tells(pattern: str, **words: str) -> bool:
    """Tell whether numbers of this pattern show the words, the year and the number, and are not too long."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
        one, other = (pattern.format(**words, year=2026, number=each) for each in (1, 2))
    except (KeyError, IndexError, ValueError, AttributeError):
        return False
    known = names <= {*words, "year", "number"}
    return known and one != other and len(one) <= 80 and all(word in one for word in (*words.values(), "2026"))


class PolicySchema(Schema):
    """The whole document, as merged."""

    edition = whole(1, 100_000, required=True)
    disputes = fields.Nested(_Disputes, required=True)
    guardian = fields.Nested(_Guardian, required=True)
    modes = fields.Nested(_exactly(*MODES, of=lambda: fields.Nested(_Mode, required=True)), required=True)
    exclusions = table(fields.Nested(_Exclusion), required=True)
    agreement = fields.Nested(_Sourced, required=True)
    grading = fields.Nested(_Grading, required=True)
    colours = fields.Nested(_exactly(*COLOURS, of=lambda: fields.Nested(_Colour, required=True)), required=True)
    terms = fields.Nested(_exactly(*TERMS, of=lambda: TermField(**_SOURCED)), required=True)
    again = fields.Nested(
        Schema.from_dict({name: TermField(required=name == "default") for name in REPEATS}), required=True
    )
    escalation = words(among=CAPABILITIES, required=True)
    bodies = table(fields.Nested(_Body), required=True)
    routes = table(fields.Nested(_Route), required=True)
    confirmation = fields.Nested(_Confirmation, required=True)
    reopen_within = TermField(**_SOURCED)
    linking = fields.Dict(keys=fields.String(), required=True)
    suggestion = fields.Nested(_Suggestion, required=True)
    numbering = fields.Nested(_Numbering, required=True)

    @validates("escalation")
    def _ends_at_the_top(self, value: list[str], **_: Any) -> None:
        if not value or value[-1] != "county_command":
            raise ValidationError("must end with county_command; what nobody answers for goes there")

    @validates("linking")
    def _weights(self, value: dict[str, Any], **_: Any) -> None:
        try:
            weights_from(value)
        except ValueError as error:
            raise ValidationError(f"{error}; leave it out to keep the default") from None

    @validates_schema
    def _court_is_a_route(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("routes"):
            raise ValidationError("no route is left when mediation fails; give one at least", "routes")
