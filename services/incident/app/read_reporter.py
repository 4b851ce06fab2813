"""Reading what may name a person: the audit row comes first, and without it nothing is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from lianfang.caller import Caller
from lianfang.persistence.sealed import Cipher, unseal
from services.incident.app.access import READER, NotAllowed, require_seen
from services.incident.app.incidents import Desk

CHAIN = "incident.reporter"


class Audit(Protocol):
    """An audit chain, see lianfang.ops.audit."""

    def append(self, *, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> Any:
        """Durably add a row."""


class ReadReporter:
    """See the module's text."""

    def __init__(self, desk: Desk, cipher: Cipher, audit: Audit) -> None:
        self._desk, self._cipher, self._audit = desk, cipher, audit

    def __call__(self, id: str, caller: Caller, purpose: str = "") -> dict[str, str]:
        """Return the personal texts of a report. purpose: a word for the audit row.

        Raises NotThere, NotAllowed without the role, StoreUnavailable when the row can't be written.
        """
        if READER not in caller.roles:
            raise NotAllowed("Reading what names a person needs the role reporter-data.")
        stored = self._desk.incidents.get(id)
        incident = require_seen(caller, stored.state if stored else None)
        detail = {"purpose": purpose} if purpose else None
        self._audit.append(actor=caller.subject, action="reporter_read", subject=incident.id, detail=detail)
        return unseal(self._cipher, incident.sealed)
