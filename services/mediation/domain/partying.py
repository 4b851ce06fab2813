"""Who is party to it, whether they want mediation, and who may see the case."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact, move
from services.mediation.domain.parts import ROLES, Party
from services.mediation.domain.refused import Refused

LINKING_WITHIN = timedelta(seconds=30)
"""When looking for old quarrels is taken up again, if it did not end before."""


@dataclass(frozen=True, slots=True)
class AddParties:
    """Parties, guardians, representatives, witnesses; a known ref is replaced."""

    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Object:
    """A party or an officer names a conflict of interest of a mediator. reason: a word."""

    mediator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Sides agree to mediation (given), or take that back."""

    sides: tuple[str, ...]
    given: bool = True


@dataclass(frozen=True, slots=True)
class Seal:
    """From now on only those on the case see it, and its events are restricted; or no longer."""

    sealed: bool


def add_parties(case: Case, order: AddParties, ctx: Context) -> list[Fact]:
    """Add people. Raises Refused for an unknown role, or a guardian of nobody."""
    refs = {each.ref for each in (*case.parties, *order.parties)}
    if len({each.ref for each in order.parties}) < len(order.parties):
        raise Refused("ref_twice", "a ref stands for one person", "give each its own ref", field="parties")
    for each in order.parties:
        if each.role not in ROLES:
            raise Refused(
                "unknown_role", f"there is no role {each.role!r}", f"one of: {', '.join(ROLES)}", field="role"
            )
        if each.role in ("guardian", "representative") and each.of not in refs - {each.ref}:
            raise Refused(
                "guardian_of_nobody", f"{each.role} {each.ref} stands for nobody in this case",
                "name the party's ref in `of`", field="of",
            )  # fmt: skip
    fresh = [each for each in order.parties if each not in case.parties]
    if not fresh:
        return []
    # Looking for old quarrels comes next, in other documents; the deadline resumes it should this process die.
    due = {"linking": (ctx.now + LINKING_WITHIN).isoformat()}
    return [fact("parties_added", ctx, parties=[asdict(each) for each in fresh], due=due)]


def object_(case: Case, order: Object, ctx: Context) -> list[Fact]:
    """Note it: this mediator is not asked for this case any more, nor begins another round."""
    return [fact("objected", ctx, mediator=order.mediator, reason=order.reason)]


def consent(case: Case, order: Consent, ctx: Context) -> list[Fact]:
    """Note consent. Raises Refused for a side that has no party."""
    for side in order.sides:
        if side not in case.sides:
            raise Refused("unknown_side", f"side {side!r} has no party", "add the party first", field="sides")
    return [move(case, "consent", order, ctx, "consented", sides=sorted(order.sides), given=order.given)]


def seal(case: Case, order: Seal, ctx: Context) -> list[Fact]:
    """Seal or unseal."""
    return [] if case.sealed == order.sealed else [fact("sealing_changed", ctx, sealed=order.sealed)]


HANDLERS: Handlers = {AddParties: add_parties, Object: object_, Consent: consent, Seal: seal}
