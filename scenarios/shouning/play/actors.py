"""Who acts in the play. Each has a token of its own, as people have."""

from __future__ import annotations

from dataclasses import dataclass

COUNTY = "350924"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with an account. roles, region, team: what the token says."""

    subject: str
    roles: tuple[str, ...]
    region: str = COUNTY
    team: str = ""


OFFICER = Actor("play-officer", ("mediation",))
"""The case officer: triage, assignment, visits, closing."""
SUPERVISOR = Actor("play-supervisor", ("supervisor",))
COMMAND = Actor("play-command", ("team",), team=f"{COUNTY}.county.command")
"""The county's command room, which answers alarms."""
CALL_TAKER = Actor("play-call-taker", ("intake", "dispatcher"))
REGISTRAR = Actor("play-registrar", ("registry", "mediation"))
READER = Actor("play-reader", ("viewer",))


def mediator(id: str) -> Actor:
    """Return the mediator with this id on the roster."""
    return Actor(id, ("mediator",))


def clerk(region: str) -> Actor:
    """Return the clerk of the township that a region lies in, who sees transfers through."""
    return Actor(f"play-clerk-{region[:9]}", ("mediation",), region[:9])
