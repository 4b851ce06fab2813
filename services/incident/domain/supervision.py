"""Complaints about police (投诉民警, class 95) go to supervision only, and never to whom they accuse."""

from __future__ import annotations

from collections.abc import Iterator

from services.incident.domain.plan import Draft, Question
from services.incident.domain.registry import Registry
from services.incident.domain.teams import (
    COMMAND,
    COUNTY_SCOPE,
    SUPERVISION,
    county_command,
    county_supervision,
    is_accused,
    may_act,
    tier_above,
)


def ask(question: Question, where: str, registry: Registry, draft: Draft) -> None:
    """Put exactly one team on the draft: the first of `candidates`."""
    team, capability, note = next(candidates(question, where, registry))
    if note:
        draft.flag(note)
    draft.add(team, "supervise", capability, ("complaint",))
    draft.explain(step="complaint", capability=capability, chosen=team, why="supervision only", note=note)


def candidates(question: Question, where: str, registry: Registry) -> Iterator[tuple[str, str, str]]:
    """Yield (team, capability, flag) in the order in which they are told; never one that is accused.

    The county's supervision; if that is accused itself, supervision a tier above that is known; else the county's
    command room; at last a tier above by its derived id, so that there always is somebody.
    """
    accused, county = question.accused, where[:6]
    for choice in registry.teams_for(where, SUPERVISION, question.day):
        if choice.reason == COUNTY_SCOPE and may_act(choice.team, accused):
            yield choice.team.full_id, SUPERVISION, ""
    own = county_supervision(county)
    if not _known(own, where, question, registry) and not is_accused(own, (), "", accused):
        yield own, SUPERVISION, ""
    above = tier_above(county)
    if registry.knows(above):
        yield from _free(county_supervision(above), SUPERVISION, accused)
    yield from _free(county_command(county), COMMAND, accused)
    while above != "000000":
        yield from _free(county_supervision(above), SUPERVISION, accused)
        above = tier_above(above)
    yield county_supervision(above), SUPERVISION, "supervision_accused"


def _known(team: str, where: str, question: Question, registry: Registry) -> bool:
    return any(choice.team.full_id == team for choice in registry.teams_for(where, SUPERVISION, question.day))


def _free(team: str, capability: str, accused: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if not is_accused(team, (), "", accused):
        yield team, capability, "supervision_accused"
