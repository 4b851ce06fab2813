"""An incident was a false alarm, or a duplicate: a case that nothing but it speaks for is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.persistence.aggregate import Command
from services.mediation.app.act import Act
from services.mediation.app.claims import Claims, origin
from services.mediation.domain.case import Case
from services.mediation.domain.ending import Withdraw


class _Stands(Exception):
    """The case is somebody's work already, or others reported it too."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """See the module's text."""

    act: Act
    claims: Claims

    def __call__(self, incident: str, reason: str, command: Command) -> bool:
        """Withdraw the incident's case and return whether that was done; a repeat says what it says the first time.

        What somebody has begun to work on, another source speaks for, or is red, stays for people to judge. So does
        an incident whose case is not there yet. Raises StoreUnavailable.
        """
        id = self.claims.owner(origin("incident", incident))
        if id is None or self.act.cases.get(id) is None:
            return False

        def check(case: Case) -> None:
            if not only_of(case, incident):
                raise _Stands

        try:
            self.act.internally(id, [Withdraw(reason)], command, check)
        except _Stands:
            return False
        return True


def only_of(case: Case, incident: str) -> bool:
    """Tell whether nothing but this incident speaks for a case, and nobody has done anything about it yet."""
    untouched = case.state == "registered" and case.risk != "red" and not case.parties
    return untouched and all(each.ref == incident for each in case.origins)
