"""A conflict in sentences that a planner understands: which place cannot be filled, and what stops each person."""

from __future__ import annotations

from collections import defaultdict

from services.patrol.domain.rosters.problem import Need, Worker
from services.patrol.planning.rosters.rules import Asked
from services.patrol.planning.rosters.staff import Staff

NAMED = 5
"""So many people are named; of more, their number is told."""


def sentences(staff: Staff, conflict: list[Asked]) -> tuple[str, ...]:
    """Return a line for each thing asked of a place or slot, then one for each person with all that binds them."""
    lines: list[str] = []
    people: defaultdict[str, list[str]] = defaultdict(list)
    for rule, whom in conflict:
        if rule == "required":
            slot_id, _, index = whom.rpartition("/")
            lines.append(_place(staff, slot_id, int(index)))
        elif rule in {"together", "accompanied"}:
            lines.append(_slot(staff, rule, whom))
        else:
            people[whom].append(rule)
    for person, rules in sorted(people.items()):
        worker = staff.facts.workers[person]
        lines.append(f"{person} {', and '.join(_binding(rule, worker) for rule in sorted(rules))}")
    return tuple(lines)


def _when(staff: Staff, slot_id: str) -> str:
    slot = staff.facts.slots[slot_id]
    return f"{slot.start.astimezone(staff.facts.problem.zone):%Y-%m-%d %H:%M} at {slot.post}"


def _place(staff: Staff, slot_id: str, index: int) -> str:
    need = staff.facts.slots[slot_id].needs[index]
    holding = [worker.id for worker, _ in staff.holding(need)]
    return f"{_when(staff, slot_id)} needs {_asked(need)}; {_who(holding)}"


def _asked(need: Need) -> str:
    forces = " or ".join(sorted(need.forces)) or need.role
    text = f"{need.count} {need.role}" + (f" ({forces})" if forces != need.role else "")
    if need.skills:
        text += f" with {' and '.join(sorted(need.skills))}"
    return text + (f" of {' or '.join(sorted(need.groups))}" if need.groups else "")


def _who(people: list[str]) -> str:
    if not people:
        return "nobody holds that"
    if len(people) > NAMED:
        return f"{len(people)} people hold that"
    return f"only {', '.join(sorted(people))} {'holds' if len(people) == 1 else 'hold'} that"


def _slot(staff: Staff, rule: str, slot_id: str) -> str:
    slot, problem = staff.facts.slots[slot_id], staff.facts.problem
    if rule == "together":
        asked = " and ".join(f"{least} with {skill}" for skill, least in sorted(slot.together.items()))
        return f"{_when(staff, slot_id)} needs {asked} among all who take it"
    pairs = ", ".join(f"no {force} without {guard}" for force, guard in sorted(problem.accompanied.items()))
    return f"{_when(staff, slot_id)}: {pairs}"


def _binding(rule: str, worker: Worker) -> str:
    limits = worker.limits
    hours = limits.rest.total_seconds() / 3600
    return {
        "away": "is away or on leave then",
        "skills": "has a certificate that is no longer valid then",
        "rest": f"is in one place at a time and rests {hours:g} h between duties",
        "fixed": f"has fixed duties at those hours, or less than {hours:g} h from them",
        "longest": f"does {limits.longest} minutes at a stretch at most",
        "most_turns": f"has {limits.most_turns} turns at most",
        "most_minutes": f"has {limits.most_minutes} minutes at most",
        "min_minutes": f"must have {limits.min_minutes} minutes at least, which the rest does not leave them",
        "week_minutes": f"has {limits.week_minutes} minutes in a week at most",
        "most_weekends": f"has {limits.most_weekends} weekends at most",
        "most_days": f"has {limits.most_days} days in a row at most",
        "most_nights": f"has {limits.most_nights} nights in a row at most",
    }[rule]
