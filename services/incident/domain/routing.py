"""From an incident to its teams: category × priority × place × source → capabilities → teams.

The rules are the county's data; this module only carries them out, plus what holds everywhere: the command room is
told of everything but complaints, nobody accused is asked, community officers are not sent alone to an emergency,
and there is always somebody.
"""

from __future__ import annotations

from services.incident.domain import supervision
from services.incident.domain.categories import COMPLAINT
from services.incident.domain.place import Place
from services.incident.domain.plan import Draft, Plan, Question
from services.incident.domain.registry import Choice, Registry
from services.incident.domain.teams import (
    COMMAND,
    COMMUNITY,
    COUNTY_SCOPE,
    MUTUAL_AID,
    NEIGHBOUR_SCOPE,
    county_command,
    is_accused,
    may_act,
)

EMERGENCY_FORCES = ("patrol", "case", "traffic")
"""Asked in this order when an emergency would otherwise be left to community officers alone."""


def plan(question: Question, registry: Registry, draft: Draft | None = None) -> Plan:
    """Return who is asked for what; at least one team, whatever the question. `draft` takes the explanation."""
    draft = draft if draft is not None else Draft()
    where = deciding_region(question.place, question.county, registry)
    if not registry.knows(where[:6]):
        draft.flag("empty_replica")
    if question.category.startswith(COMPLAINT):
        supervision.ask(question, where, registry, draft)
    else:
        _by_rules(question, where, registry, draft)
        _never_community_alone(question, where, registry, draft)
        _command_rooms(question, where, registry, draft)
        _mutual_aid(question, registry, draft)
    return Plan(draft.assignments(), tuple(draft.flags), where, registry.release(where[:6]))


def deciding_region(place: Place, county: str, registry: Registry) -> str:
    """Return the region whose county's rules decide: the place's, or the caller's when that county is not known."""
    if place.county == county or registry.knows(place.county):
        return place.region
    return county


def _by_rules(question: Question, where: str, registry: Registry, draft: Draft) -> None:
    wanted: dict[str, list[str]] = {}
    for rule in registry.rules(
        category=question.category, priority=question.priority, place=where, source=question.source
    ):
        draft.explain(step="rule", rule=rule.id, capabilities=list(rule.capabilities))
        for capability in rule.capabilities:
            wanted.setdefault(capability, []).append(rule.id)
    for capability, rules in wanted.items():
        if capability == COMMAND:
            continue
        choice = _first(capability, question, where, registry, draft)
        if choice is None:
            draft.flag(f"no_{capability}")
        else:
            draft.add(choice.team.full_id, "respond", capability, tuple(rules))


def _first(capability: str, question: Question, where: str, registry: Registry, draft: Draft) -> Choice | None:
    choices = registry.teams_for(where, capability, question.day)
    free = [choice for choice in choices if may_act(choice.team, question.accused)]
    chosen = free[0] if free else None
    if draft.steps is not None:
        draft.explain(
            step="capability", capability=capability, chosen=chosen.team.full_id if chosen else None,
            considered=[
                {"team": one.team.full_id, "why": one.reason, "provides": one.capability,
                 "accused": one not in free}
                for one in choices
            ],
        )  # fmt: skip
    if chosen is not None and chosen.reason == NEIGHBOUR_SCOPE:
        draft.flag("from_neighbour_zone")
    return chosen


def _never_community_alone(question: Question, where: str, registry: Registry, draft: Draft) -> None:
    """Add a force when all who would go to an emergency are community officers (汉阴: they do no call response)."""
    going = draft.responders()
    if not going or any(set(capabilities) - {COMMUNITY} for _, capabilities in going):
        return
    if not registry.is_emergency(
        category=question.category, priority=question.priority, place=where, source=question.source
    ) or registry.community_may_be_alone(where, question.day):
        return
    alone = {team for team, _ in going}
    for capability in EMERGENCY_FORCES:
        choice = _first(capability, question, where, registry, draft)
        if choice is not None and choice.team.full_id not in alone:
            draft.add(choice.team.full_id, "respond", capability, ("community-not-alone",))
            return
    draft.flag("community_alone")


def _command_rooms(question: Question, where: str, registry: Registry, draft: Draft) -> None:
    draft.add(_command_room(question, where, registry, draft), "inform", COMMAND, ("command-is-told",))
    if where[:6] != question.county:  # the caller's county answers for the report it took
        draft.add(_command_room(question, question.county, registry, draft), "inform", COMMAND, ("caller-county",))


def _command_room(question: Question, where: str, registry: Registry, draft: Draft) -> str:
    for choice in registry.teams_for(where, COMMAND, question.day):
        if choice.reason != NEIGHBOUR_SCOPE and may_act(choice.team, question.accused):
            draft.explain(step="command", chosen=choice.team.full_id, why=choice.reason)
            return choice.team.full_id
    last = county_command(where[:6])
    if is_accused(last, (), "", question.accused):
        draft.flag("command_accused")
        last, _, _ = next(supervision.candidates(question, where, registry))
    draft.explain(step="command", chosen=last, why=COUNTY_SCOPE)
    return last


def _mutual_aid(question: Question, registry: Registry, draft: Draft) -> None:
    """三户联防: the other shops of the group are asked in the same moment as the police."""
    if not question.shop:
        return
    if not registry.shop_grid(question.shop):
        draft.flag("unknown_shop")
        return
    partners = registry.partners(question.shop)
    draft.explain(step="mutual_aid", shop=question.shop, chosen=list(partners))
    for partner in partners:
        draft.add(partner, "aid", MUTUAL_AID, ("mutual-aid-group",))
