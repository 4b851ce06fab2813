"""HTTP: people join a case."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.mediation.entrypoints.action_table import TABLE
from services.mediation.entrypoints.answers import CaseAnswer
from services.mediation.entrypoints.party_bodies import PartiesBody, parties_said
from services.mediation.entrypoints.telling import told


class PartiesApi:
    """See the module's text."""

    app: Any = Wired()

    @api(
        "POST", "/v1/cases/<id>/parties", roles=TABLE, body=PartiesBody, idempotent=True, response=CaseAnswer,
        summary="Add people, or correct what is stated of them; answers the case that has the dispute then",
    )  # fmt: skip
    def post_parties(self, call: Call) -> Reply:
        """Add them; the same dispute's cases become one, whose address is in Location."""
        if call.if_match is not None:
            call.require_version(self.app.cases.get(call.path["id"], call.caller).version)
        joined = self.app.join(
            call.path["id"], parties_said(call.body["parties"]), call.caller, call.command()
        )  # fmt: skip
        headers = {"Location": f"/v1/cases/{joined.id}"}
        return told(self.app, call, joined, headers=headers)
