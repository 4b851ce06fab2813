"""Siting: the best standing points of a county for what was counted there, as a job; beside where posts are now."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lianfang.persistence.aggregate import Command
from services.patrol.app.plans.asked import Asked, State
from services.patrol.app.plans.ports import Posts, Rules
from services.patrol.app.plans.reach import Reaching, place_of
from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.geo import metres
from services.patrol.domain.plans.siting import (
    Candidate,
    Method,
    SitingProblem,
    cost,
    siting_from_json,
    siting_to_json,
    within_rings,
)
from services.patrol.domain.refused import Refused

MOST_DEMANDS, MOST_CANDIDATES = 2000, 300
_IDS = uuid.UUID("a52c1c57-0a58-5f14-9a0e-4b1f3f0a6c21")


@dataclass(frozen=True, slots=True)
class Siting:
    """See the module's text."""

    asked: Asked
    reaching: Reaching
    posts: Posts
    rules: Rules

    def ask(
        self, county: str, p: int, method: Method, minutes: int, mode: str, seconds: int, command: Command,
        candidates: Sequence[Candidate] = (),
    ) -> State:  # fmt: skip
        """Have p places chosen, by default of the county's posts, then its busiest grids. Raises Refused."""
        demands = self.reaching.demands(county)[:MOST_DEMANDS]
        if not demands:
            raise Refused("no_demand", "no incident was counted here at a known place", "wait for some")
        posts = [(post.id, place_of(post)) for post in self.posts.of_county(county)]
        own = [Candidate(id, place) for id, place in posts if place is not None]
        grids = [Candidate(demand.id, demand.place) for demand in demands]
        chosen = tuple(candidates or [*own, *grids][:MOST_CANDIDATES])
        if p > len(chosen):
            raise Refused("too_many", f"there are {len(chosen)} candidates only", "choose fewer", field="places")
        speed = self.rules.for_county(county).speeds[mode]
        problem = SitingProblem(tuple(demands), chosen, p, minutes * 60, speed, method)
        id = f"siting-{uuid.uuid5(_IDS, command.id).hex}"
        start = time_to(self.reaching.clock())
        wanted = {
            "county": county,
            "unit": "",
            "start": start,
            "seconds": seconds,
            "problem": siting_to_json(problem),
        }
        return self.asked.ask(id, {**wanted, "now": [place.id for place in own]}, command)

    def done(self, job: Any, result: Mapping[str, Any] | None) -> None:
        """Take in what a job chose, with what it reaches. A repeat changes nothing."""
        if not result:
            self.asked.end(job.owner, {"state": "failed", "reason": job.reason or "nothing was chosen in time"})
            return
        state = self.asked.get(job.owner)
        problem = siting_from_json(state["problem"])
        rings = self.rules.for_county(state["county"]).rings
        found = {**result, **_reached(problem, result["chosen"], rings)}
        now = _reached(problem, state["now"], rings) if state["now"] else None
        self.asked.end(job.owner, {"state": "ready", "found": found, "posts_now": now})


def _reached(problem: SitingProblem, ids: Sequence[str], rings: Sequence[int]) -> dict[str, Any]:
    """Return cost and rings from some of the candidates."""
    places = [each.place for each in problem.candidates if each.id in set(ids)]
    if not places:
        return {"cost": None, "rings": []}
    times = [problem.speed.seconds(min(metres(place, each.place) for place in places)) for each in problem.demands]
    weights = [demand.weight for demand in problem.demands]
    counted = within_rings(times, weights, rings)
    told = [{"minutes": ring, "places": places_, "weight": much}
            for ring, (places_, much) in zip(rings, counted, strict=True)]  # fmt: skip
    return {"cost": cost(problem, map(_up, times)), "rings": told, "places": len(times), "weight": sum(weights)}


def _up(seconds: float) -> int:
    return -int(-seconds // 1)
