"""Judicial confirmation (司法确认): applied for by both sides together within 30 days (民事诉讼法 art. 205)."""

from __future__ import annotations

from dataclasses import dataclass

from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import confirmation


@dataclass(frozen=True, slots=True)
class ApplyConfirmation:
    """Both sides apply at the court."""

    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confirm:
    """The court confirmed the agreement."""


@dataclass(frozen=True, slots=True)
class RefuseConfirmation:
    """The court did not."""


def _apply(case: Case, order: ApplyConfirmation, ctx: Context) -> list[Fact]:
    return [confirmation(case, "apply", order, ctx)]


def _confirm(case: Case, order: Confirm, ctx: Context) -> list[Fact]:
    return [confirmation(case, "confirm", order, ctx)]


def _refuse(case: Case, order: RefuseConfirmation, ctx: Context) -> list[Fact]:
    return [confirmation(case, "refuse_confirmation", order, ctx)]


HANDLERS: Handlers = {ApplyConfirmation: _apply, Confirm: _confirm, RefuseConfirmation: _refuse}
