"""Patrol plans (巡逻计划): which marks and lines, in which order, for a unit's cars and pairs in some hours."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import lianfang.contracts.patrol.plans  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import Command, NewEvent
from lianfang.persistence.blind import BlindKeys
from services.patrol.app.plans.asked import Asked, State
from services.patrol.app.plans.ports import LastVisit, Past, Posts, Rules, Seed, Shifts, counted_at
from services.patrol.domain.patrols.places import full_id, idle_limit
from services.patrol.domain.plans.check import faults
from services.patrol.domain.plans.codec import (
    plan_from_json,
    problem_from_json,
    problem_to_json,
    worth_from_json,
    worth_to_json,
)
from services.patrol.domain.plans.judge import Worth, worth
from services.patrol.domain.plans.problem import Plan, PlanProblem, Target, Team
from services.patrol.domain.plans.weights import weight
from services.patrol.domain.policy import Policy
from services.patrol.domain.posts.post import Post
from services.patrol.domain.refused import Refused
from services.patrol.domain.span import Span

LONGEST = timedelta(hours=24)
REMEMBERED = timedelta(days=90)
MOST_TEAMS = 40
_IDS = uuid.UUID("0f0b6a0e-9a3c-5c55-8a6c-2a0d3c2f9b77")
SEED_INFO = b"lianfang patrol plan seeds 1"


def seeds(field_keys: Sequence[str]) -> Seed:
    """Return secret seeds made of the field keys: who knows a plan's id can't tell its times."""
    keys = BlindKeys(field_keys, SEED_INFO)
    return lambda plan: keys.key("plan", plan)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan with what it is worth. plan, worth: None while it is worked on, and when it failed."""

    state: Mapping[str, Any]
    span: Span
    plan: Plan | None = None
    worth: Worth | None = None


@dataclass(frozen=True, slots=True)
class PatrolPlans:
    """See the module's text."""

    asked: Asked
    posts: Posts
    shifts: Shifts
    rules: Rules
    past: Past
    last_visit: LastVisit
    seed: Seed
    clock: Callable[[], datetime]
    zone: tzinfo

    def ask(self, unit: str, span: Span, teams: Sequence[Team], seconds: int, command: Command) -> Made:
        """Have a plan made. Raises Refused for hours or teams that make no sense, ReusedId."""
        if not timedelta() < span.length <= LONGEST or span.end <= self.clock():
            raise Refused(
                "bad_span", "the hours are over, none, or more than a day", "give other hours", field="to"
            )
        if not teams or len(teams) > MOST_TEAMS or len({team.id for team in teams}) < len(teams):
            raise Refused("bad_teams", "no team, too many, or one twice", "name each once", field="teams")
        id = f"plan-{uuid.uuid5(_IDS, command.id).hex}"
        targets = self._targets(unit, span)
        if not targets:
            raise Refused("no_marks", f"no post of {unit} has marks", "give its posts marks first", field="unit")
        policy = self.rules.for_county(unit[:6])
        problem = PlanProblem(
            id, span, tuple(teams), targets, policy.speeds, policy.stop_minutes, self.seed(id)
        )  # fmt: skip
        wanted = problem_to_json(problem)
        self.asked.ask(id, {
            "county": unit[:6], "unit": unit, "start": wanted["span"][0], "seconds": seconds, "problem": wanted,
        }, command)  # fmt: skip
        return self.get(id)

    def done(self, job: Any, result: Mapping[str, Any] | None) -> None:
        """Take in what a job made; it is checked first. A repeat changes nothing."""
        state = self.asked.get(job.owner)
        if not result:
            self.asked.end(job.owner, {"state": "failed", "reason": job.reason or "no plan was found in time"})
            return
        problem, plan = problem_from_json(state["problem"]), plan_from_json(result["plan"])
        if wrong := faults(problem, plan):
            self.asked.end(job.owner, {"state": "failed", "reason": f"the plan does not hold: {wrong[0]}"})
            return
        judged = worth_to_json(worth(problem, plan))
        after = {"state": "ready", "plan": result["plan"], "worth": judged, "left_out": result["left_out"]}
        self.asked.end(job.owner, after, _ready)

    def get(self, id: str) -> Made:
        """Return one. Raises NoSuchPlan."""
        return made(self.asked.get(id))

    def concerns(self, plan: Made, person: str) -> bool:
        """Tell whether somebody has a shift of the plan's unit in its hours."""
        return any(
            shift.unit == plan.state["unit"] and shift.state != "cancelled"
            for shift in self.shifts.of_person(person, plan.span)
        )

    def _targets(self, unit: str, span: Span) -> tuple[Target, ...]:
        policy, now = self.rules.for_county(unit[:6]), self.clock()
        today = now.astimezone(self.zone).date()
        counts = self.past.of(unit[:6], today - REMEMBERED, today).counts
        local = [span.start.astimezone(self.zone) + timedelta(minutes=30 * step) for step in range(48)]
        hours = frozenset(each.hour for each in local if each < span.end)
        posts = [post for post in self.posts.of_unit(unit) if post.marks]
        busy = {post.id: counted_at(counts, post.region, hours) for post in posts}
        most = max(busy.values(), default=0)
        return tuple(
            self._weighed(target, busy[post.id], most, now) for post in posts for target in _of_post(post, policy)
        )

    def _weighed(self, target: Target, incidents: int, most: int, now: datetime) -> Target:
        visits = [self.last_visit(mark) for mark in target.marks]
        known = [visit for visit in visits if visit is not None]
        last = min(known) if len(known) == len(visits) else None
        much = weight(incidents, most, last, target.idle, now)
        return Target(target.id, target.marks, target.points, much, target.idle, last)


def made(state: State) -> Made:
    """Return a stored plan."""
    span = problem_from_json(state["problem"]).span
    if state["state"] != "ready":
        return Made(state, span)
    return Made(state, span, plan_from_json(state["plan"]), worth_from_json(state["worth"]))


def _of_post(post: Post, policy: Policy) -> list[Target]:
    """Return a line as one target, other posts by their marks."""
    limits = [idle_limit(post, mark, policy.idle_minutes) for mark in post.marks]
    ids = [full_id(post.id, mark.id) for mark in post.marks]
    points = [mark.place for mark in post.marks]
    if post.kind == "patrol_line":
        least = min((limit for limit in limits if limit is not None), default=None)
        return [Target(post.id, tuple(ids), tuple(points), idle=least)]
    return [Target(id, (id,), (point,), idle=limit) for id, point, limit in zip(ids, points, limits, strict=True)]


def _ready(state: State) -> list[NewEvent]:
    start, end = state["problem"]["span"]
    data = {
        "plan": state["id"], "unit": state["unit"], "start": start, "end": end,
        "teams": len({leg["team"] for leg in state["plan"]}),
        "visits": sum(len(leg["stops"]) for leg in state["plan"]), "uncovered": len(state["worth"]["uncovered"]),
    }  # fmt: skip
    return [NewEvent("patrol.patrol_plan_ready.v1", data, state["county"])]
