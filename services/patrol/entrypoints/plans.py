"""HTTP of patrol plans, siting and reach. Where a patrol will be is shown to whom it concerns, to nobody else."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_county, require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import know
from services.patrol.app.plans.patrol_plans import Made
from services.patrol.app.plans.ports import NoSuchPlan
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.plans.problem import Team
from services.patrol.domain.plans.siting import Candidate
from services.patrol.domain.span import Span
from services.patrol.entrypoints import plan_answers as answers
from services.patrol.entrypoints import problems  # noqa: F401 - what is refused is answered

PLANNERS = frozenset({"planner"})
SEE_ROUTES = frozenset({"planner", "dispatcher"})
LOOK = frozenset({"planner", "dispatcher", "viewer", "supervisor"})
SWEEP_S = 10
_HEAD = ("id", "unit", "start", "state")

know(NoSuchPlan, 404, "Not found")


class PlansApi:
    """Members see the plan of a unit's hours in which they have a shift."""

    app: Any = Wired()

    @timer(SWEEP_S)
    @patient
    def take_up_plans(self) -> None:
        """Have worked on what a crash left."""
        self.app.plan_desk.sweep()

    @api(
        "POST", "/v1/patrol-plans", roles=PLANNERS, body=answers.PlanBody, response=answers.PlanAnswer,
        idempotent=True, status=202, summary="Have a patrol plan made for a unit and hours",
    )  # fmt: skip
    def ask_plan(self, call: Call) -> Any:
        """Ask for it; the job tells how far it is."""
        body = call.body
        require_county(body["unit"][:6])
        require_region(call.caller, body["unit"][:6])
        span = Span(body["since"].astimezone(UTC), body["until"].astimezone(UTC))
        teams = [_team(each, span) for each in body["teams"]]
        return shown(self.app.plan_desk.plans.ask(body["unit"], span, teams, body["seconds"], call.command()))

    @api(
        "GET", "/v1/patrol-plans/<id>", roles=SEE_ROUTES | {"member"}, response=answers.PlanAnswer,
        summary="A plan with its route; for members on a shift of the unit in its hours",
    )  # fmt: skip
    def patrol_plan(self, call: Call) -> Any:
        """Return it."""
        plan = self.app.plan_desk.plans.get(call.path["id"])
        if call.caller.has(*SEE_ROUTES) and call.caller.may_see(plan.state["county"]):
            return shown(plan)
        if not call.caller.has("member") or not self.app.plan_desk.plans.concerns(
            plan, person_id(call.caller.subject)
        ):
            raise NoSuchPlan
        return shown(plan)

    @api(
        "GET", "/v1/patrol-plans", roles=SEE_ROUTES, query=answers.PlansQuery, response=answers.PlansAnswer,
        summary="Plans of the caller's region, the latest first, without their routes",
    )  # fmt: skip
    def list_plans(self, call: Call) -> Reply:
        """Return a page."""
        query = call.query
        with checked_cursor():
            page = self.app.plan_desk.plans.asked.page(
                call.caller.region, query["unit"], query["limit"], query["cursor"]
            )
        items = [{name: each["state"][name] for name in _HEAD} for each in page.documents]
        return page_reply(call, items, page.cursor)

    @api(
        "POST", "/v1/siting", roles=PLANNERS, body=answers.SitingBody, response=answers.SitingAnswer,
        idempotent=True, status=202, summary="Have the best standing points of a county chosen",
    )  # fmt: skip
    def ask_siting(self, call: Call) -> Any:
        """Ask for it; the job tells how far it is."""
        body = call.body
        require_county(body["county"])
        require_region(call.caller, body["county"])
        candidates = [Candidate(each["id"], (each["lon"], each["lat"])) for each in body["candidates"]]
        return _siting(self.app.plan_desk.siting.ask(
            body["county"], body["places"], body["method"], body["minutes"], body["mode"], body["seconds"],
            call.command(), candidates,
        ))  # fmt: skip

    @api("GET", "/v1/siting/<id>", roles=PLANNERS, response=answers.SitingAnswer, summary="What was chosen")
    def get_siting(self, call: Call) -> Any:
        """Return it."""
        state = self.app.plan_desk.siting.asked.get(call.path["id"])
        if not call.caller.may_see(state["county"]):
            raise NoSuchPlan
        return _siting(state)

    @api(
        "GET", "/v1/reach", roles=LOOK, query=answers.ReachQuery, response=answers.ReachAnswer,
        summary="Which places can be reached in 1, 3, 5 minutes from where units stand at a time",
    )  # fmt: skip
    def reach(self, call: Call) -> Any:
        """Return it."""
        county, at = call.query["county"], call.query["at"]
        require_county(county)
        require_region(call.caller, county)
        found = self.app.plan_desk.reaching(
            county, at.astimezone(UTC) if at else self.app.plan_desk.reaching.clock()
        )
        rings = [{"minutes": ring, "places": places, "weight": weight} for ring, places, weight in found.rings]
        reached = [
            {name: getattr(each, name) for name in ("id", "weight", "unit", "seconds", "limit")}
            for each in found.reached
        ]
        told = {name: getattr(found, name) for name in ("places", "weight", "units")}
        return {**told, "rings": rings, "reached": reached}


def shown(plan: Made) -> dict[str, Any]:
    """Return a plan with its route."""
    told = {name: plan.state[name] for name in ("id", "unit", "state", "job", "reason")}
    told |= {"start": plan.span.start, "end": plan.span.end}
    if plan.plan is None or plan.worth is None:
        return told
    legs = [
        {"team": leg.team, "target": leg.target,
         "stops": [{"mark": stop.mark, "arrive": stop.arrive, "leave": stop.leave} for stop in leg.stops]}
        for leg in plan.plan.legs
    ]  # fmt: skip
    uncovered = [
        {"mark": each.mark, "limit": each.limit, "start": each.gap.start, "end": each.gap.end}
        for each in plan.worth.uncovered
    ]
    return told | {
        "legs": legs, "share": plan.worth.share, "uncovered": uncovered, "left_out": plan.state["left_out"],
        "way_minutes": plan.worth.way // 60, "stay_minutes": plan.worth.stay // 60,
    }  # fmt: skip


def _siting(state: dict[str, Any]) -> dict[str, Any]:
    told = {name: state[name] for name in ("id", "county", "state", "job", "reason")}
    return told | {"found": state.get("found"), "posts_now": state.get("posts_now")}


def _team(body: dict[str, Any], span: Span) -> Team:
    start = None if body["lon"] is None or body["lat"] is None else (body["lon"], body["lat"])
    since = max(span.start, body["since"].astimezone(UTC)) if body["since"] else span.start
    until = min(span.end, body["until"].astimezone(UTC)) if body["until"] else span.end
    return Team(body["id"], body["mode"], Span(since, max(since, until)), start)
