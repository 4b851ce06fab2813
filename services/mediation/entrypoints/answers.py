"""What answers about cases look like, for the OpenAPI document."""

from __future__ import annotations

from marshmallow import Schema, fields

_EACH = fields.Dict(keys=fields.String())


def _maybe(about: str = "") -> fields.String:
    return fields.String(allow_none=True, metadata={"description": about} if about else {})


class DeadlineAnswer(Schema):
    """When something is due."""

    kind = fields.String()
    at = fields.String()


class ReasonAnswer(Schema):
    """A line of the grade of risk."""

    factor = fields.String()
    value = fields.String()
    points = fields.Integer()


class SummaryAnswer(Schema):
    """A case in a list."""

    id = fields.String()
    number = fields.String()
    state = fields.String()
    confirmation = fields.String()
    risk = fields.String()
    mode = _maybe()
    category = fields.String()
    county = fields.String()
    region = fields.String()
    sealed = fields.Boolean()
    source = fields.String()
    owner = fields.String()
    mediator = _maybe()
    round = fields.Integer()
    opened_at = fields.String()
    outcome = _maybe()
    next_due = _maybe()
    version = fields.Integer()


class PartyAnswer(Schema):
    """Somebody on a side, without a name."""

    ref = fields.String()
    side = fields.String()
    role = fields.String()
    of = _maybe()


class AgreementAnswer(Schema):
    """An agreement, without its wording."""

    form = fields.String()
    items = fields.List(fields.String())
    made_at = fields.String()
    perform_by = fields.String()
    kept = fields.Boolean(allow_none=True)


class SessionAnswer(Schema):
    """A session, without its notes."""

    id = fields.String()
    start = fields.String()
    end = fields.String()
    studio = _maybe()
    room = _maybe()
    people = fields.List(fields.String())
    video = fields.Boolean()
    state = fields.String()


class DocumentAnswer(Schema):
    """A version of a document."""

    document = fields.String()
    kind = fields.String()
    version = fields.Integer()
    number = fields.String()
    state = fields.String()
    requested_at = fields.String()
    sha256 = _maybe()
    reason = _maybe("why it could not be made")


class LinkAnswer(Schema):
    """An older case that may be the root of this one."""

    other = fields.String()
    path = fields.List(fields.String(), metadata={"description": "what connects them; in the list of links only"})
    hash = fields.String()
    years = fields.Integer()
    both_ends = fields.Boolean()
    decided = _maybe("confirmed or rejected")


class CaseAnswer(SummaryAnswer):
    """A case. Nothing in it is personal."""

    opened_by = fields.String()
    policy = fields.String()
    reopened = fields.Integer()
    missed = fields.Integer()
    origins = fields.List(_EACH)
    parties = fields.List(fields.Nested(PartyAnswer))
    consents = fields.List(fields.String())
    people = fields.Integer()
    relation = _maybe()
    merged_into = _maybe()
    accepted = fields.Boolean()
    asked = fields.List(fields.String())
    objections = fields.Dict(keys=fields.String(), values=fields.String())
    accepted_case_at = _maybe()
    extended_to = _maybe()
    rounds = fields.List(_EACH)
    agreement = fields.Nested(AgreementAnswer, allow_none=True)
    past_agreements = fields.List(fields.Nested(AgreementAnswer))
    visits = fields.List(_EACH)
    follow_ups_left = fields.List(fields.String())
    transfers = fields.List(_EACH)
    routes = fields.List(fields.String())
    exclusions = fields.List(fields.String())
    deadlines = fields.List(fields.Nested(DeadlineAnswer))
    signals = fields.List(fields.String())
    points = fields.Integer()
    reasons = fields.List(fields.Nested(ReasonAnswer))
    lowering = fields.Dict(keys=fields.String(), allow_none=True)
    alarm_at = _maybe()
    alarm_answered_by = _maybe()
    links = fields.List(fields.Nested(LinkAnswer))
    sessions = fields.List(fields.Nested(SessionAnswer))
    documents = fields.List(fields.Nested(DocumentAnswer))


class CasesAnswer(Schema):
    """A page of cases."""

    items = fields.List(fields.Nested(SummaryAnswer))
    next = _maybe()


class FactAnswer(Schema):
    """What happened, without what is personal."""

    number = fields.Integer()
    at = fields.String()
    actor = fields.String()
    name = fields.String()
    data = fields.Dict(keys=fields.String())


class HistoryAnswer(Schema):
    """All facts of a case, oldest first."""

    items = fields.List(fields.Nested(FactAnswer))


class LinksAnswer(Schema):
    """Old quarrels that may be the root."""

    items = fields.List(fields.Nested(LinkAnswer))


class SessionsAnswer(Schema):
    """Sessions of a case."""

    items = fields.List(fields.Nested(SessionAnswer))


class DocumentsAnswer(Schema):
    """Documents of a case, every version."""

    items = fields.List(fields.Nested(DocumentAnswer))


class SuggestionsAnswer(Schema):
    """Whom to ask with every point's reason, and who can't be asked and why."""

    suggested = fields.List(_EACH)
    excluded = fields.List(_EACH)


class ShareAnswer(Schema):
    """A figure as a part of another; ratio null when that is 0."""

    name = fields.String()
    count = fields.Integer()
    ratio = fields.Float(allow_none=True)


class FigureAnswer(Schema):
    """A figure with its definition and its denominators."""

    name = fields.String()
    title = fields.String()
    english = fields.String()
    definition = fields.String()
    count = fields.Integer()
    of = fields.List(fields.Nested(ShareAnswer))


class FiguresAnswer(Schema):
    """All figures. consistent: all parts add up to their wholes; false: cases were changing, ask again."""

    region = fields.String()
    since = _maybe()
    until = _maybe()
    consistent = fields.Boolean()
    figures = fields.List(fields.Nested(FigureAnswer))
