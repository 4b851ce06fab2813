"""Reading what names a person: the audit row comes first, and without it nothing is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from services.patrol.app.people.people import NoPerson
from services.patrol.app.people.personal import FIELDS, PersonalData
from services.patrol.app.people.registering import NUMBERS
from services.patrol.domain.refused import Refused

CHAIN = "patrol.personal"
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


class Audit(Protocol):
    """An audit chain, see lianfang.ops.audit."""

    def append(self, *, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> Any:
        """Durably add a row."""


class ReadPersonal:
    """See the module's text. Whether the caller may is for the caller of this to say."""

    def __init__(self, personal: PersonalData, audit: Audit) -> None:
        self._personal, self._audit = personal, audit

    def __call__(self, person: str, actor: str, purpose: str) -> dict[str, Any]:
        """Return name, phone, id number, address and numbers of certificates.

        purpose: a word for the audit row. Raises Refused for one that is no word, NoPerson, StoreUnavailable when
        no row can be written.
        """
        if not _WORD.match(purpose):
            raise Refused(
                "no_purpose", "reading what is personal needs a purpose", "give a word such as roster",
                field="purpose",
            )  # fmt: skip
        self._audit.append(actor=actor, action="person_read", subject=person, detail={"purpose": purpose})
        found = self._personal.get(person)
        if found is None:
            raise NoPerson("There is no such person, or they are not yours to see.")
        return {**dict.fromkeys(FIELDS, ""), NUMBERS: {}, **found.said}
