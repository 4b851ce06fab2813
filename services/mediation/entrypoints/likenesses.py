"""HTTP: who of a case's people may be somebody known."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.mediation.entrypoints.action_table import SIGNS
from services.mediation.entrypoints.answers import CaseAnswer
from services.mediation.entrypoints.telling import told


class LikenessBody(Schema):
    """An officer's word."""

    ref = fields.String(required=True, validate=validate.Length(1, 64), metadata={"description": "of the party"})
    person = fields.String(
        required=True, validate=validate.Length(1, 64), metadata={"description": "who was offered for it"}
    )
    same = fields.Boolean(required=True, metadata={"description": "they are one; false: they are two"})


class LikenessAnswer(Schema):
    """Somebody known who may be a party of the case."""

    ref = fields.String()
    person = fields.String()
    score = fields.Float(metadata={"description": "bits of evidence; see decision 0012"})
    probability = fields.Float()
    verdict = fields.String()
    reasons = fields.List(fields.Dict())
    said = fields.String(metadata={"description": "confirmed, rejected, or empty"})


class LikenessesAnswer(Schema):
    """All of them."""

    items = fields.List(fields.Nested(LikenessAnswer))


class LikenessesApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "GET", "/v1/cases/<id>/likenesses", roles=SIGNS, response=LikenessesAnswer,
        summary="Who of its people may be somebody known, with reasons",
    )  # fmt: skip
    def get_likenesses(self, call: Call) -> Any:
        """Return them, the likeliest first. It tells of others' cases who is known, hence leaves an audit row."""
        id = self.app.act.case_for(call.caller, call.path["id"]).id
        self.app.audit.append(actor=call.caller.subject, action="likenesses_read", subject=id)
        found = self.app.likenesses.of(id, call.caller)
        return {
            "items": [
                {
                    "ref": each.ref, "person": each.found.person_id, "score": round(each.found.score, 2),
                    "probability": each.found.probability, "verdict": each.found.verdict.value, "said": each.said,
                    "reasons": [
                        {"field": reason.field, "outcome": reason.outcome, "weight": round(reason.weight, 2)}
                        for reason in each.found.reasons
                    ],
                }
                for each in found
            ]
        }  # fmt: skip

    @api(
        "POST", "/v1/cases/<id>/likenesses", roles=SIGNS, body=LikenessBody, idempotent=True, response=CaseAnswer,
        summary="Say that a party is, or is not, somebody known; answers the case that has the dispute then",
    )  # fmt: skip
    def post_likeness(self, call: Call) -> Reply:
        """Say so; the same dispute's cases become one, and old quarrels are looked for again."""
        body = call.body
        self.app.likenesses.judge(
            call.path["id"], body["ref"], body["person"], body["same"], call.caller, call.command()
        )
        case = self.app.act.final(call.path["id"])
        return told(self.app, call, case, headers={"Location": f"/v1/cases/{case.id}"})
