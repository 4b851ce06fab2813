"""Whom to ask: an additive score in which every point has a reason, and every one left out a reason too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.mediation.domain.roster.distance import haversine_km
from services.mediation.domain.roster.mediator import Mediator
from services.mediation.domain.roster.need import Need
from services.mediation.domain.roster.weights import Weights


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of a score. factor: a word. value: what was found, JSON-able. points: what it earned."""

    factor: str
    value: Any
    points: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mediator for a need. score: sum of the reasons' points.

    excluded: why this one can't be asked, each ``(word, detail)``; empty for who can. Who is excluded has no score.
    """

    mediator: str
    score: float
    reasons: tuple[Reason, ...] = ()
    excluded: tuple[tuple[str, str], ...] = ()


def suggest(
    need: Need, mediators: Iterable[Mediator], loads: Mapping[str, int], weights: Weights
) -> list[Suggestion]:
    """Return everyone: first who may be asked, best first, then who is excluded, by id.

    loads: open cases by mediator id, 0 for who is absent. Equal scores go to the lesser load, then the nearer, then
    the id, so the order is the same on every run.
    """
    fit: list[tuple[tuple[float, int, float, str], Suggestion]] = []
    out: list[Suggestion] = []
    for mediator in mediators:
        load = loads.get(mediator.id, 0)
        if excluded := exclusions(need, mediator, load, weights):
            out.append(Suggestion(mediator.id, 0.0, excluded=excluded))
            continue
        km = distance(need, mediator)
        reasons = _reasons(need, mediator, load, km, weights)
        score = round(sum(reason.points for reason in reasons), 2)
        order = (-score, load, float("inf") if km is None else km, mediator.id)
        fit.append((order, Suggestion(mediator.id, score, reasons)))
    fit.sort(key=lambda each: each[0])
    return [each for _, each in fit] + sorted(out, key=lambda each: each.mediator)


def exclusions(need: Need, mediator: Mediator, load: int, weights: Weights) -> tuple[tuple[str, str], ...]:
    """Return why a mediator can't be asked, as (word, detail); empty when nothing speaks against it."""
    kinds = weights.kinds.get(need.mode)
    found = [
        ("inactive", "no longer works here") if not mediator.active else None,
        ("away", f"away on {need.day.isoformat()}") if mediator.is_away(need.day) else None,
        ("full", f"{load} open cases of {mediator.capacity}") if load >= mediator.capacity else None,
        ("region", f"does not serve {need.region or 'an unknown region'}")
        if not mediator.serves(need.region)
        else None,
        ("kind", f"{need.mode} is for: {', '.join(sorted(kinds))}")
        if kinds and mediator.kind not in kinds
        else None,
        ("conflict", need.conflicted[mediator.id]) if mediator.id in need.conflicted else None,
        ("passed_over", need.passed_over[mediator.id]) if mediator.id in need.passed_over else None,
    ]
    return tuple(each for each in found if each is not None)


def distance(need: Need, mediator: Mediator) -> float | None:
    """Return the km between a dispute and a mediator, None when either place is unknown."""
    if need.lon is None or need.lat is None or mediator.lon is None or mediator.lat is None:
        return None
    return haversine_km(need.lon, need.lat, mediator.lon, mediator.lat)


def _reasons(need: Need, mediator: Mediator, load: int, km: float | None, weights: Weights) -> tuple[Reason, ...]:
    wanted = {*weights.skills_for(need.category), *need.skills}
    skills = sorted(wanted.intersection(mediator.skills))
    spoken = sorted(set(need.languages).intersection(mediator.languages))
    share = len(spoken) / len(set(need.languages)) if need.languages else 1.0
    near = max(0.0, 1 - km / weights.far_km) if km is not None else 0.0
    return (
        Reason("skill", skills, _points(weights.skill * bool(skills))),
        Reason("capacity", mediator.capacity - load, _points(weights.capacity * (1 - load / mediator.capacity))),
        Reason("distance", None if km is None else round(km, 1), _points(weights.distance * near)),
        Reason("language", spoken, _points(weights.language * share)),
        Reason("load", load, _points(-weights.load * load)),
        Reason("risk", need.risk, _points(weights.risk.get(need.risk, {}).get(mediator.kind, 0.0))),
    )


def _points(value: float) -> float:
    return round(value, 2) + 0.0  # never -0.0
