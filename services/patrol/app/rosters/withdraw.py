"""Taking a published roster back before its days begin; its days are free once its shifts are ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lianfang.ops import faults
from lianfang.persistence.aggregate import Command
from services.patrol.app.rosters.announcing import announce
from services.patrol.app.rosters.claims import Claims
from services.patrol.app.rosters.duties import Duties
from services.patrol.app.rosters.ports import Opening
from services.patrol.app.rosters.storage import Rotas, step
from services.patrol.domain.rosters import rota_steps
from services.patrol.domain.rosters.rota import Rota

WITHDRAWN = "roster_withdrawn"


@dataclass(frozen=True, slots=True)
class Withdraw:
    """See the module's text."""

    rotas: Rotas
    clock: Callable[[], datetime]
    zone: tzinfo

    def __call__(self, id: str, reason: str, command: Command) -> None:
        """Withdraw it, for a reason in words, which stay in the service. Raises NoSuchRoster, Refused."""

        def decide(rota: Rota) -> Rota:
            return rota_steps.withdraw(rota, reason, self.clock().astimezone(self.zone).date())

        self.rotas.change(id, command, decide, announce)


@dataclass(frozen=True, slots=True)
class KeepShifts:
    """Makes the shifts of what was published, and ends those of what was withdrawn; by any process, repeatedly."""

    rotas: Rotas
    duties: Duties
    claims: Claims
    open: Opening

    def __call__(self, rota: Rota) -> None:
        """Do what is left to do for a roster. Raises what making and ending shifts raise."""
        if rota.shifts == "opening":
            self.open(self.duties.published(rota))
        elif rota.shifts == "closing":
            self.open.close(rota.id, WITHDRAWN)
        else:
            return
        faults.here("rosters.after_shifts")
        self.rotas.change(
            rota.id, step(rota.id, rota.shifts, rota.version),
            lambda state: rota_steps.shifts_done(state, rota.version),
        )  # fmt: skip
        if rota.shifts == "closing":
            faults.here("rosters.after_closing")
            self.claims.release(rota.unit, rota.id)
