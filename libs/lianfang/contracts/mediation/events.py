"""Events of a dispute's way from its opening to its end."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import OneOf

from lianfang.contracts.fields import AuditHead, code_field, identifier_field, moment_field, reason_field
from lianfang.contracts.mediation.fields import (
    CONFIRMATIONS,
    OTHER_CASE,
    SOURCES,
    AboutCase,
    Because,
    case_event,
    id_field,
)
from lianfang.contracts.registry import event


@case_event(
    "case_opened",
    "A dispute came to notice and has an owner and a deadline.",
    more={"state": "registered", "round": 0, "county": "350924", "incident_id": "i-1"},
)
class CaseOpened(AboutCase):
    """A case begins; an old one from the paper ledger begins closed."""

    county = code_field("county that answers for it", required=True)
    incident_id = identifier_field("the incident it was reported as, if it was one")


@case_event(
    "source_added",
    "The same dispute was reported again.",
    more={"state": "registered", "round": 0, "added": "incident"},
)
class SourceAdded(AboutCase):
    """One dispute, one case."""

    added = fields.String(required=True, validate=OneOf(SOURCES), metadata={"description": "source of this report"})
    incident_id = identifier_field("the incident that this report was, if it was one")


@case_event(
    "triaged", "It was graded and accepted (受理).", more={"state": "triaged", "round": 0, "mode": "people"}
)
class Triaged(AboutCase):
    """Accepted for a mode of mediation."""

    mode = id_field("public_order, people, court_docked or another of the policy's", required=True)


@case_event(
    "mediation_refused",
    "The rules exclude mediation (不予调解).",
    more={"state": "failed", "round": 0, "exclusion": "gang_fight"},
)
class MediationRefused(AboutCase):
    """Comes after `failed`."""

    exclusion = id_field("which exclusion of the policy", required=True)


@case_event("round_started", "A round of mediation began.")
class RoundStarted(AboutCase):
    """`round` counts it."""


@case_event("round_ended", "A round of mediation ended.", more={"outcome": "no_agreement"})
class RoundEnded(AboutCase):
    """Ended."""

    outcome = reason_field("agreed, no_agreement, adjourned", required=True)


@case_event(
    "extended",
    "A supervisor lets a late round begin.",
    more={"until": "2026-03-06T16:00:00+00:00", "reason": "ill"},
)
class Extended(Because):
    """Until then."""

    until = moment_field("until when", required=True)


@case_event(
    "agreed",
    "Agreement was reached.",
    more={"state": "agreed", "form": "written", "perform_by": "2026-03-31T16:00:00+00:00"},
)
class Agreed(AboutCase):
    """Never with the agreement's text."""

    form = fields.String(required=True, validate=OneOf(("written", "oral")))
    perform_by = moment_field("when it must have been performed", required=True)


@case_event("agreement_performed", "Performance of the agreement began.", more={"state": "performing"})
class AgreementPerformed(AboutCase):
    """In parts, or later."""


@case_event("agreement_kept", "The agreement was performed in full.", more={"state": "follow_up"})
class AgreementKept(AboutCase):
    """Kept."""


@case_event(
    "agreement_broken",
    "The agreement was broken; the case is alive again.",
    more={"state": "reopened", "reason": "not_performed"},
)
class AgreementBroken(Because):
    """Broken."""


@case_event("followed_up", "The parties were visited (回访).", more={"state": "follow_up", "how": "calm"})
class FollowedUp(AboutCase):
    """A visit."""

    how = fields.String(required=True, validate=OneOf(("calm", "tense")))


@case_event("closed", "Nothing is left to do (办结).", more={"state": "closed", "outcome": "settled"})
class Closed(AboutCase):
    """Closed."""

    outcome = reason_field("settled, resolved_elsewhere, failed, declined", required=True)


@case_event("settled", "The case was closed with its agreement kept.", more={"state": "closed"})
class Settled(AboutCase):
    """Comes after `closed`."""


@case_event(
    "failed", "Mediation failed, or is excluded; the parties were told where to turn.",
    more={"state": "failed", "outcome": "failed", "routes": ["court"]},
)  # fmt: skip
class Failed(AboutCase):
    """The case still has visits to come."""

    outcome = reason_field("failed or declined", required=True)
    routes = fields.List(id_field("one route"), required=True, metadata={"description": "routes that were told"})


@case_event(
    "withdrawn", "Whoever asked for mediation no longer does.", more={"state": "withdrawn", "reason": "made_up"}
)
class Withdrawn(Because):
    """Withdrawn."""


@case_event("referred", "It is a crime and went to the case team (转刑事).", more={"state": "referred"})
class Referred(AboutCase):
    """Referred."""


@case_event("reopened", "It begins again, with triage.", more={"state": "reopened", "reason": "new_incident"})
class Reopened(Because):
    """Alive again."""


@case_event(
    "merged", "It is the same dispute as another case, which goes on.", more={"state": "merged", "into": OTHER_CASE}
)
class Merged(AboutCase):
    """Ends here."""

    into = id_field("the case that goes on", required=True)


@case_event("sealed", "The case was sealed, or is so no longer; `sealed` says which.", more={"sealed": True})
class Sealed(AboutCase):
    """Who reads open events only hears nothing more of a case once it is sealed."""


@case_event(
    "confirmation_changed", "Judicial confirmation of the agreement moved on.",
    more={"state": "agreed", "confirmation": "eligible", "previous": "none", "to": "eligible"},
)  # fmt: skip
class ConfirmationChanged(AboutCase):
    """See 民事诉讼法 art. 205 and 人民调解法 art. 33."""

    previous = fields.String(required=True, validate=OneOf(CONFIRMATIONS))
    to = fields.String(required=True, validate=OneOf(CONFIRMATIONS))


@event(
    "mediation", "audit_head_published",
    summary="The newest row of an audit chain, so that cutting off the chain's tail shows.",
    example={"chain": "mediation.case", "number": 12, "hash": "9f" * 32},
)  # fmt: skip
class AuditHeadPublished(AuditHead):
    """Head of an audit chain."""
