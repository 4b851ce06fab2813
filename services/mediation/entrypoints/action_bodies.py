"""What goes with each action on a case."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from lianfang.contracts.personal import personal
from services.mediation.domain.case import COLOURS
from services.mediation.domain.following import STATES as VISITS
from services.mediation.domain.rounds import OUTCOMES
from services.mediation.domain.transferring import COMPLEXITIES, OPINIONS
from services.mediation.entrypoints.fields import (
    TEXT_CHARS,
    count,
    id_,
    ids,
    moment,
    number_of,
    one_of,
    secret,
    sides,
    word,
    words,
)


class ActionBody(Schema):
    """An action that needs to be told nothing."""


class TriageBody(Schema):
    """Grading and accepting (分级受理)."""

    mode = word("public_order, people, court_docked", required=True)
    signals = words("threats, violence, weapon …", load_default=list)
    relation = word("between the sides", load_default="")
    people = count("how many people are in it", load_default=0)
    exclusions = words("what may not be mediated and was found", load_default=list)
    clock_from = moment("when the terms begin: acceptance, or the appraisal", load_default=None, allow_none=True)
    languages = words("that the sides need, such as zh, fuding; for whom to ask", load_default=list)


class AssignBody(Schema):
    """Whom to ask."""

    mediator = id_("id on the roster", required=True)
    why = word("suggested, override …", load_default="chosen")


class AcceptBody(Schema):
    """Who takes it; officers may say so for a mediator who told them."""

    mediator = id_("by default the caller", load_default="")


class DeclineBody(AcceptBody):
    """Who can't, and why."""

    reason = word("busy, unable …", load_default="unable")


class ConsentBody(Schema):
    """Which sides agree to mediation, or take that back."""

    sides = sides("a, b …", required=True)
    given = fields.Boolean(load_default=True)


class ObjectBody(Schema):
    """A conflict of interest of a mediator."""

    mediator = id_("id on the roster", required=True)
    reason = word("relative, friend …", required=True)


class StartRoundBody(Schema):
    """Who is there for the under-aged, and what has come out since."""

    guardians = ids("refs of guardians who are present", load_default=list)
    exclusions = words("what may not be mediated and was found", load_default=list)


class EndRoundBody(Schema):
    """How the round ended, if not in agreement."""

    outcome = one_of(OUTCOMES, "how", required=True)


class ExtendBody(Schema):
    """Until when a late round may begin."""

    until = moment("in the future", required=True)
    reason = word("why", required=True)


class AgreementBody(Schema):
    """An agreement. Its wording is personal: stored encrypted, read with a trace, printed from."""

    form = one_of(("written", "oral"), "in writing, or noted by the mediator", required=True)
    items = words("which required items are there: parties, facts, terms …", required=True)
    guardians = ids("refs of guardians who are present", load_default=list)
    facts = secret("what happened and what is in dispute", TEXT_CHARS)
    terms = personal(
        fields.List(
            secret("one promise", TEXT_CHARS, required=True), load_default=list, validate=validate.Length(max=60)
        )
    )
    manner = secret("how it is performed", TEXT_CHARS)
    place = secret("where it is performed")


class AgreeBody(AgreementBody):
    """The agreement of a round."""

    perform_by = moment("when it must have been performed", required=True)


class OnTheSpotAgreementBody(AgreementBody):
    """The agreement made at once. perform_by may be left out when it was performed at once too."""

    perform_by = moment("when it must have been performed", load_default=None, allow_none=True)


class OnTheSpotBody(Schema):
    """Everything of a dispute that is settled where it happens, all or none (当场调解)."""

    mode = word("public_order, people", load_default="public_order")
    signals = words("threats, violence …", load_default=list)
    relation = word("between the sides", load_default="")
    people = count("how many people are in it", load_default=0)
    exclusions = words("what may not be mediated and was found", load_default=list)
    mediator = id_("who mediates, by default the caller", load_default="")
    sides = sides("who agreed to mediation: all sides", required=True)
    agreement = fields.Nested(OnTheSpotAgreementBody, required=True)
    kept = fields.Boolean(load_default=False, metadata={"description": "it was performed at once"})

    @validates_schema
    def _performed_some_time(self, data: dict[str, Any], **_: Any) -> None:
        if not data["kept"] and data["agreement"].get("perform_by") is None:
            raise ValidationError(
                {"agreement": {"perform_by": ["is needed unless the agreement was performed at once (kept)"]}}
            )


class BreachBody(Schema):
    """Why it counts as broken."""

    reason = word("not_performed, quarrel_again …", load_default="not_performed")


class FollowUpBody(Schema):
    """A visit (回访)."""

    how = one_of(VISITS, "how it was found", required=True)
    signals = words("threats and the like that were met", load_default=list)


class FailBody(Schema):
    """Which routes the parties were told."""

    routes = words("court, arbitration …", required=True)


class DeclineMediationBody(FailBody):
    """Why it may not be mediated."""

    exclusion = word("which of the policy's exclusions", required=True)


class ReferBody(Schema):
    """The case team's receipt."""

    case_number = number_of("number of the criminal case", required=True)


class ReasonBody(Schema):
    """Why."""

    reason = word("a word", required=True)


class TransferBody(Schema):
    """To whom."""

    body = word("which of the policy's bodies, such as township_government", required=True)
    complexity = one_of(COMPLEXITIES, "simple is answered in 24 h, complex in 5 days", load_default="simple")


class ReceiveBody(Schema):
    """The body's receipt."""

    receipt = number_of("its reference number", required=True)


class ResolveBody(Schema):
    """What the body did."""

    result = word("a word: resolved, rejected …", required=True)


class CallBackBody(Schema):
    """What the parties say (回访)."""

    opinion = one_of(OPINIONS, "of the result", required=True)


class SidesBody(Schema):
    """Which sides apply."""

    sides = sides("a, b …", required=True)


class RiskBody(Schema):
    """To which colour, and why."""

    to = one_of(COLOURS, "colour", required=True)
    why = word("a word", required=True)


class ApproveBody(Schema):
    """To which colour, as it was proposed."""

    to = one_of(COLOURS, "colour", required=True)


class SignalBody(Schema):
    """What was learnt."""

    signals = fields.List(
        word("threats, weapon …"), required=True, validate=validate.Length(1, 40),
    )  # fmt: skip


class SealBody(Schema):
    """Sealed (封存), or no longer."""

    sealed = fields.Boolean(load_default=True)


class DecideLinkBody(Schema):
    """An officer's judgement of an old quarrel."""

    other = id_("the other case", required=True)
    confirmed = fields.Boolean(required=True)
