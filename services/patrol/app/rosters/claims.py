"""A unit's days, each for one roster: one document per unit lists whose they are.

Whoever would publish takes its days here first, then flips its own document, which alone says what is published.
A claim counts while its roster is in force, or is being published by the very try that took it. A try has a token
that is written to the roster before its days are claimed, and that never comes back once it is given up: so a claim
left behind by a dead process can be seen to be dead, and is passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

from lianfang.persistence.store import AlreadyExists, Conflict, Store
from services.patrol.app.rosters.storage import CLAIMS, NoSuchRoster, Rotas

_ATTEMPTS = 25


@dataclass(frozen=True, slots=True)
class Claim:
    """Days of a unit, both in, claimed by a try to publish a roster."""

    roster: str
    first: date
    last: date
    token: str


class Overlap(Exception):
    """Another roster has some of the days."""

    def __init__(self, other: Claim) -> None:
        super().__init__(other.roster)
        self.other = other


class Claims:
    """See the module's text."""

    def __init__(self, store: Store, rotas: Rotas, clock: Callable[[], datetime]) -> None:
        self._store, self._rotas, self._clock = store, rotas, clock

    def of_unit(self, unit: str) -> list[Claim]:
        """Return the claims that count, by first day."""
        document = self._store.get(CLAIMS, unit)
        found = () if document is None else map(_claim, document["claims"])
        return list({each.roster: each for each in found if self._counts(each)}.values())

    def take(self, unit: str, claim: Claim) -> None:
        """Claim days; a repeat changes nothing. Raises Overlap."""
        self._retrying(self._take, unit, claim)

    def release(self, unit: str, roster: str, token: str | None = None) -> None:
        """Give a roster's days back; with a token only those that this try took. A repeat changes nothing."""
        self._retrying(self._release, unit, roster, token)

    def _take(self, unit: str, claim: Claim) -> None:
        document = self._store.get(CLAIMS, unit)
        held = [] if document is None else [_claim(each) for each in document["claims"]]
        if claim in held:
            return
        counting = [each for each in held if self._counts(each)]
        for other in counting:
            if other.roster != claim.roster and other.first <= claim.last and claim.first <= other.last:
                raise Overlap(other)
        self._write(unit, document, [*counting, claim])

    def _release(self, unit: str, roster: str, token: str | None) -> None:
        document = self._store.get(CLAIMS, unit)
        if document is None:
            return
        held = [_claim(each) for each in document["claims"]]
        kept = [each for each in held if each.roster != roster or token not in (None, each.token)]
        if len(kept) < len(held):
            self._write(unit, document, kept)

    def _counts(self, claim: Claim) -> bool:
        try:
            rota = self._rotas.get(claim.roster)
        except NoSuchRoster:
            return False
        publishing = rota.attempt.publishing
        return rota.in_force or (publishing is not None and publishing.token == claim.token)

    def _write(self, unit: str, document: dict[str, Any] | None, claims: list[Claim]) -> None:
        written = {
            "id": unit, "at": self._clock().isoformat(),
            "claims": [
                {"roster": c.roster, "first": c.first.isoformat(), "last": c.last.isoformat(), "token": c.token}
                for c in sorted(claims, key=lambda claim: claim.first)
            ],
        }  # fmt: skip
        if document is not None:
            self._store.replace(CLAIMS, {**document, **written}, document["revision"])
            return
        try:
            self._store.insert(CLAIMS, written)
        except AlreadyExists:
            raise Conflict(f"the days of {unit} were claimed by another") from None

    @staticmethod
    def _retrying(work: Callable[..., None], *arguments: object) -> None:
        retrying = Retrying(
            retry=retry_if_exception_type(Conflict), stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_random(0, 0.02), reraise=True,
        )  # fmt: skip
        retrying(work, *arguments)


def _claim(data: dict[str, Any]) -> Claim:
    return Claim(data["roster"], date.fromisoformat(data["first"]), date.fromisoformat(data["last"]), data["token"])
