"""Siting as a job. Payload: problem, seconds. Result: chosen (ids), cost, bound, gap."""

from __future__ import annotations

from services.patrol.domain.plans.siting import siting_from_json
from services.patrol.planning.kinds import Json, Report
from services.patrol.planning.siting.solve import site

SECONDS = 20.0


def siting(payload: Json, report: Report) -> Json:
    """Choose places. Raises KeyError, TypeError or ValueError for a payload that is none."""
    problem = siting_from_json(payload["problem"])
    sited = site(problem, float(payload.get("seconds", SECONDS)), report)
    chosen = [problem.candidates[number].id for number in sited.chosen]
    return {"chosen": chosen, "cost": sited.cost, "bound": sited.bound, "gap": round(sited.gap, 6)}
