"""Making a patrol plan as a job. Payload: problem, seconds. Result: plan (legs), left_out and asked, cost."""

from __future__ import annotations

from services.patrol.domain.plans.codec import plan_to_json, problem_from_json
from services.patrol.planning.kinds import Json, Report
from services.patrol.planning.routes.solve import route

SECONDS = 10.0


def patrol_plan(payload: Json, report: Report) -> Json:
    """Make a plan. Raises KeyError, TypeError or ValueError for a payload that is none."""
    routed = route(problem_from_json(payload["problem"]), float(payload.get("seconds", SECONDS)), report)
    return {
        "plan": plan_to_json(routed.plan), "left_out": routed.left_out, "asked": routed.asked, "cost": routed.cost,
    }  # fmt: skip
