"""Keeping what names a person, and that nobody else has it: claims first, then the sealed document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

from lianfang.persistence.store import AlreadyExists, Conflict
from services.patrol.app.people.claims import Claims, Taken
from services.patrol.app.people.personal import FIELDS, PersonalData, tidy
from services.patrol.domain.refused import Refused

NUMBERS = "certificates"


class Registering:
    """See the module's text."""

    def __init__(self, personal: PersonalData, claims: Claims) -> None:
        self.personal, self.claims = personal, claims

    def register(self, person: str, said: Mapping[str, str]) -> None:
        """Keep a person's fields; what is left out stays, what is empty goes. Raises Refused."""
        tidied, wrong = tidy(said)
        for problem in wrong:
            raise problem
        self._keep(person, {name: tidied[name] for name in FIELDS if name in said})

    def note_number(self, person: str, skill: str, number: str) -> None:
        """Keep the number of a certificate. Raises Refused when it is too long."""
        if len(number) > 100:
            raise Refused("invalid", "is too long", "at most 100 characters", field="number")
        self._keep(person, {}, {skill: number})

    def reseal(self, person: str) -> None:
        """Write a person anew under the first field key: what is sealed, and the claims of what is theirs alone.

        What another has claimed since, as from somebody who left, stays the other's.
        """
        _again(self._reseal, person)

    def _reseal(self, person: str) -> None:
        before = self.personal.get(person)
        if before is None:
            return
        try:
            claimed = self.claims.claim(person, before.said)
        except Taken:
            claimed = ()
        self.personal.put(person, before.said, claimed, before)
        self.claims.release(person, set(before.claims) - set(claimed))

    def _keep(self, person: str, fields: Mapping[str, str], numbers: Mapping[str, str] | None = None) -> None:
        _again(self._attempt, person, fields, numbers or {})

    def _attempt(self, person: str, fields: Mapping[str, str], numbers: Mapping[str, str]) -> None:
        before = self.personal.get(person)
        known: dict[str, Any] = dict(before.said) if before else {}
        said = {**known, **fields}
        if not said.get("name"):
            raise Refused("invalid", "is missing", "give a name", field="name")
        if numbers:
            said[NUMBERS] = {**known.get(NUMBERS, {}), **numbers}
        try:
            claimed = self.claims.claim(person, said)
        except Taken as taken:
            raise known_already(taken.field) from None
        self.personal.put(person, said, claimed, before)
        if before is not None:
            self.claims.release(person, set(before.claims) - set(claimed))


def _again(attempt: Callable[..., None], *arguments: Any) -> None:
    """Do it, once more whenever another was quicker."""
    retrying = Retrying(
        retry=retry_if_exception_type((Conflict, AlreadyExists)), stop=stop_after_attempt(25),
        wait=wait_random(0, 0.02), reraise=True,
    )  # fmt: skip
    retrying(attempt, *arguments)


def known_already(field: str) -> Refused:
    """Return the refusal for what is somebody else's."""
    return Refused(
        "known_already", f"somebody with this {field} is on the list already",
        "a planner of the unit lets the other entry leave, or puts it under the right login", field=field,
    )  # fmt: skip
