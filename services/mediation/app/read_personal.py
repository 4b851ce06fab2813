"""Reading what names people or was written of them: the audit row comes first, and without it nothing is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from lianfang.caller import Caller
from lianfang.persistence.sealed import Cipher, unseal
from services.mediation.app.access import NotAllowed, NotThere, inside, may_see, on_the_case
from services.mediation.app.act import Act
from services.mediation.app.sight import as_sealed
from services.mediation.domain.case import Case
from services.mediation.domain.refused import Refused

CHAIN = "mediation.personal"
READER = "reporter-data"
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


class Audit(Protocol):
    """An audit chain, see lianfang.ops.audit."""

    def append(self, *, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> Any:
        """Durably add a row."""


def may_read(caller: Caller, case: Case) -> bool:
    """Tell whether the caller may read it: who is on the case, and readers of its region unless it is sealed."""
    if on_the_case(caller, case):
        return True
    return READER in caller.roles and inside(caller, case) and not case.sealed


class ReadPersonal:
    """See the module's text. Every method: purpose is a word for the audit row.

    Raises NotThere, NotAllowed, Refused for a purpose that is no word, StoreUnavailable when no row can be written.
    """

    def __init__(self, act: Act, cipher: Cipher, audit: Audit) -> None:
        self._act, self._cipher, self._audit = act, cipher, audit

    def parties(self, id: str, caller: Caller, purpose: str) -> list[dict[str, Any]]:
        """Return the people of a case with what is stated of them."""
        case = self.audited(id, caller, "parties_read", purpose)
        return [
            {
                "ref": each.ref, "side": each.side, "role": each.role, "of": each.of or None, "person": each.person,
                **unseal(self._cipher, each.sealed),
            }
            for each in case.parties
        ]  # fmt: skip

    def text(self, id: str, caller: Caller, purpose: str) -> dict[str, Any]:
        """Return what the dispute is about."""
        case = self.audited(id, caller, "text_read", purpose)
        return unseal(self._cipher, case.text)

    def agreement(self, id: str, caller: Caller, purpose: str) -> dict[str, Any]:
        """Return the wording of the agreement: facts, terms, manner, place; empty when there is none."""
        case = self.audited(id, caller, "agreement_read", purpose)
        return unseal(self._cipher, case.agreement.sealed) if case.agreement else {}

    def notes(self, id: str, caller: Caller, purpose: str) -> list[dict[str, Any]]:
        """Return the notes of the sessions that have any."""
        case = self.audited(id, caller, "notes_read", purpose)
        return [
            {"session": each.id, **unseal(self._cipher, each.sealed)} for each in case.sessions if each.sealed
        ]  # fmt: skip

    def audited(self, id: str, caller: Caller, action: str, purpose: str, **detail: Any) -> Case:
        """Return the case once the reading is on record. action: such as ``document_read``; detail: ids."""
        if not _WORD.match(purpose):
            raise Refused(
                "no_purpose", "reading what is personal needs a purpose", "give a word such as mediation",
                field="purpose",
            )  # fmt: skip
        case = self._act.case(id)
        judged = as_sealed(self._act.cases, case)
        if not may_read(caller, judged):
            if may_see(caller, judged):
                raise NotAllowed("Only those on the case, or with the role reporter-data, read what is personal.")
            raise NotThere("There is no such case, or it is not yours to see.")
        self._audit.append(actor=caller.subject, action=action, subject=id, detail={"purpose": purpose, **detail})
        return case
