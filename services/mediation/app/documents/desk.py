"""Documents of cases: asked for, printed by the job beside, and read with a trace."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Command
from lianfang.persistence.sealed import Cipher, unseal
from lianfang.persistence.steps import step
from lianfang.persistence.store import Eq
from services.mediation.app.access import NotThere
from services.mediation.app.act import Act, Check, anything
from services.mediation.app.cases import NAME
from services.mediation.app.documents.contents import Known, contents
from services.mediation.app.documents.numbers import DocumentNumbers
from services.mediation.app.documents.ports import Job
from services.mediation.app.documents.storage import DocumentFiles, FileFacts
from services.mediation.app.read_personal import ReadPersonal
from services.mediation.app.roster.in_words import place_in_words
from services.mediation.app.roster.roster import NotOnRoster, Roster
from services.mediation.domain.case import Case
from services.mediation.domain.documenting import KINDS, DocumentFailed, DocumentMade, RequestDocument
from services.mediation.domain.refused import Refused

AT_ONCE = 50
_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}\Z")
_NONE = "There is no such document, or it is not printed yet."
CheckForm = Callable[[str, Mapping[str, Any]], Any]
"""Raises NotPrintable for data that a template can't print; see printing/forms."""


class Documents:
    """See the module's text."""

    def __init__(
        self, act: Act, cipher: Cipher, numbers: DocumentNumbers, files: DocumentFiles, reading: ReadPersonal,
        zone: ZoneInfo, roster: Roster, check_form: CheckForm,
    ) -> None:  # fmt: skip
        self._act, self._cipher, self._numbers, self._files = act, cipher, numbers, files
        self._reading, self._zone, self._roster, self._check_form = reading, zone, roster, check_form

    def request(
        self, id: str, kind: str, document: str, extra: Mapping[str, Any], caller: Caller, command: Command,
        check: Check = anything,
    ) -> Case:  # fmt: skip
        """Ask for a document, or for the next version of one that is there, and return the case.

        document: its id within the case, by default the kind. extra: what the case does not know, by the form's
        fields. Raises NotPrintable, Refused, NotThere, NotAllowed, ReusedId, StoreUnavailable.
        """
        case = self._act.case_for(caller, id)
        if kind not in KINDS:
            kinds = ", ".join(KINDS)
            raise Refused("unknown_kind", f"there is no document {kind!r}", f"one of: {kinds}", field="kind")
        document = document or kind
        known = self._known(case)
        data = contents(kind, known, extra)
        self._check_form(kind, {**data, "number": "1", "version": 1})
        there = case.document(document)
        if there is not None:
            number = there.number
        else:
            year = known.local(known.now).year
            count = self._numbers.allot(case.county, year, kind, f"{id}/{document}")
            rules = self._act.briefing.policies.for_county(case.county)
            prefix = rules.numbering.get("prefix") or case.county
            number = rules.document_pattern.format(
                prefix=prefix, word=rules.document_words[kind], year=year, number=count
            )
        sealed = self._cipher.encrypt(json.dumps(data, ensure_ascii=False))
        return self._act(id, [RequestDocument(document, kind, number, sealed)], caller, command, check)

    def read(
        self, id: str, document: str, version: int, caller: Caller, purpose: str
    ) -> tuple[FileFacts, bytes]:  # fmt: skip
        """Return a version's file, the audit row first. Raises NotThere, NotAllowed, Refused, DamagedFile."""
        if not _ID.match(document):  # what nobody could ask for is not written into the audit chain
            raise NotThere(_NONE)
        self._reading.audited(id, caller, "document_read", purpose, document=document, version=version)
        found = self._files.read(f"{id}:{document}:{version}")
        if found is None:
            raise NotThere(_NONE)
        return found

    def pending(self) -> Iterable[Job]:
        """Return what is to be printed."""
        cases = self._act.cases
        for found in cases.store.find(NAME, Eq("printing", "yes"), limit=AT_ONCE).documents:
            case = cases.stored(found).state.case
            for each in case.documents:
                if each.state == "requested":
                    yield Job(case.id, each.id, each.kind, each.version, each.number, each.sealed)

    def done(self, case: str, document: str, version: int, sha256: str, size: int, pages: int) -> None:
        """Note a file with its case; a repeat changes nothing."""
        order = DocumentMade(document, version, sha256, size, pages)
        self._act.internally(case, [order], step(f"printed/{case}/{document}/{version}"))

    def failed(self, case: str, document: str, version: int, reason: str) -> None:
        """Note that a version will not be printed; a repeat changes nothing."""
        order = DocumentFailed(document, version, reason)
        self._act.internally(case, [order], step(f"unprinted/{case}/{document}/{version}"))

    def _known(self, case: Case) -> Known:
        briefing = self._act.briefing
        people = {each.ref: unseal(self._cipher, each.sealed).get("stated", {}) for each in case.parties}
        mediator, organ = self._mediator(case)
        wording = unseal(self._cipher, case.agreement.sealed) if case.agreement else {}
        text = unseal(self._cipher, case.text).get("text", "")
        return Known(
            case, briefing.policies.at(case.policy), briefing.calendar, self._zone, briefing.clock(), people, text,
            wording, mediator, organ, partial(place_in_words, self._roster),
        )  # fmt: skip

    def _mediator(self, case: Case) -> tuple[Mapping[str, str], str]:
        """Return name and phone, and the studio's name, as far as they are on the roster."""
        if not case.mediator:
            return {}, ""
        try:
            found = self._roster.mediator(case.mediator).item
            organ = self._roster.studio(found.studios[0]).item.name if found.studios else ""
        except NotOnRoster:
            return {}, ""
        return self._roster.personal(found), organ
