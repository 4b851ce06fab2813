"""Publishing: one roster on a unit's days, or none.

1. the try is written to the roster, under a token of its own;
2. the days are claimed for that token (`Claims`), which of two planners one can do;
3. the roster is checked against posts, people, leave and rules as they are now, and against what else is published;
4. the roster's document flips to published, by one write, only if its try was not given up meanwhile;
5. its shifts are made, by a timer.

A process that dies before 4 leaves a try that the timer takes up from 2 on, publishing or giving up; one that dies
after 4 leaves shifts that the timer makes. Nobody sees anything of the roster as published before 4.

A newer version of a published roster goes the same way, though it has its days already: who publishes the days next
to them at the same moment must see, by the claim, that what is on them changes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianfang.ops import faults
from lianfang.persistence.aggregate import Command
from services.patrol.app.rosters.announcing import announce
from services.patrol.app.rosters.books import Books
from services.patrol.app.rosters.build import BuildProblem, Built
from services.patrol.app.rosters.claims import Claim, Claims, Overlap
from services.patrol.app.rosters.ports import Checker
from services.patrol.app.rosters.storage import Rotas, step
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters import rota_steps
from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.differences import slots_changed
from services.patrol.domain.rosters.problem import Roster, Violation
from services.patrol.domain.rosters.rota import Publishing, Rota

_SAID = 5


class Outdated(Refused):
    """The world is not any more as the roster was planned for: what changed, and which rules it would break."""

    def __init__(self, changes: Sequence[str], violations: Sequence[Violation]) -> None:
        self.changes, self.violations = tuple(changes), tuple(violations)
        said = [*changes, *(each.message for each in violations)]
        more = f" and {len(said) - _SAID} more" if len(said) > _SAID else ""
        super().__init__(
            "outdated", f"it does not fit any more: {'; '.join(said[:_SAID])}{more}",
            "mend it by hand, or plan it anew",
        )  # fmt: skip


class _NotYet(Exception):
    """The command was not handled before."""


@dataclass(frozen=True, slots=True)
class Publish:
    """See the module's text."""

    rotas: Rotas
    books: Books
    build: BuildProblem
    claims: Claims
    clock: Callable[[], datetime]
    check: Checker = check
    new_token: Callable[[], str] = lambda: uuid.uuid4().hex

    def __call__(self, id: str, command: Command) -> int:
        """Publish a planned roster and return its version; that of the first time for a repeat.

        Raises NoSuchRoster, Refused (another roster has the days, it is not planned), Outdated. When the store
        fails midway the timer goes on.
        """
        try:
            return int(self.rotas.change(id, command, _not_yet))
        except _NotYet:
            pass
        going = self.rotas.get(id).attempt.publishing
        if going is not None and going.command == command.id:  # a repeat, while the first is under way or died
            return self.go_on(self.rotas.get(id), going.token)
        token = self.new_token()
        by = Publishing(token, command.id, command.body_hash, command.actor, self.clock())
        self.rotas.change(id, step(id, "try", token), lambda rota: rota_steps.start_publishing(rota, by))
        faults.here("rosters.after_try")
        return self.go_on(self.rotas.get(id), token)

    def go_on(self, rota: Rota, token: str) -> int:
        """Do what is left of a try and return the roster's version; by any process, again and again.

        Raises Refused, the try being given up then.
        """
        by = rota.attempt.publishing
        if by is None or by.token != token:
            raise Refused("given_up", "this try to publish it was given up", "look at it, and publish it again")
        try:
            self._claim(rota, token)
            faults.here("rosters.after_claim")
            self._prove(rota)
            faults.here("rosters.before_flip")
            flipped = self.rotas.change(
                rota.id, Command(by.command, by.actor, by.body_hash),
                lambda state: rota_steps.publish(state, token, self.clock()), announce,
                lambda after: after.version,
            )  # fmt: skip
        except Refused as refused:
            done = self._give_up(rota, token, refused.message)
            if done is None:
                raise
            return done
        faults.here("rosters.after_flip")
        return int(flipped)

    def differences(self, rota: Rota, roster: Roster) -> tuple[list[str], list[Violation]]:
        """Return what of the slots changed since an attempt was planned, and what a roster of it breaks now."""
        built = self.build(rota, rota.attempt.number, rota.attempt.frozen_before)
        return self._differences(rota, roster, built)

    def _claim(self, rota: Rota, token: str) -> None:
        try:
            self.claims.take(rota.unit, Claim(rota.id, rota.first, rota.last, token))
        except Overlap as overlap:
            other = overlap.other
            raise Refused(
                "overlap", f"roster {other.roster} of {rota.unit} has the days {other.first} to {other.last}",
                "withdraw that one, plan it anew, or take other days",
            ) from None  # fmt: skip

    def _prove(self, rota: Rota) -> None:
        changes, violations = self.differences(rota, self.books.roster(rota.id, rota.attempt))
        if changes or violations:
            raise Outdated(changes, violations)

    def _differences(self, rota: Rota, roster: Roster, built: Built) -> tuple[list[str], list[Violation]]:
        planned = self.books.problem(rota.id, rota.attempt.problem)
        changes = slots_changed(planned.slots, built.problem.slots, built.frozen_before)
        return changes, self.check(built.problem, roster)

    def _give_up(self, rota: Rota, token: str, reason: str) -> int | None:
        """End the try, and return the version if another process has published by it meanwhile."""
        by = rota.attempt.publishing
        assert by is not None
        self.rotas.change(
            rota.id, step(rota.id, "give up", token), lambda state: rota_steps.give_up(state, token, reason)
        )
        try:
            return int(self.rotas.change(rota.id, Command(by.command, by.actor, by.body_hash), _not_yet))
        except _NotYet:
            faults.here("rosters.after_giving_up")
            self.claims.release(rota.unit, rota.id, token)
            return None


def _not_yet(_rota: Rota) -> Rota:
    raise _NotYet
