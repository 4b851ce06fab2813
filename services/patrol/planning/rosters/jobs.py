"""Planning and repairing a roster as jobs: payload and result as JSON.

Payload: problem (as the codec writes it), and if wanted seconds, threads, start (a roster). Result: roster, score
(parts and total), bound, status (optimal, feasible, infeasible, unknown), conflict (lines or null), method.
"""

from __future__ import annotations

from services.patrol.domain.rosters.codec import problem_from_json, roster_from_json, roster_to_json
from services.patrol.planning.kinds import Json, Report
from services.patrol.planning.rosters.plan import Planned, plan
from services.patrol.planning.rosters.repair import repair

SECONDS, THREADS = 60.0, 1


def roster(payload: Json, report: Report) -> Json:
    """Plan a roster. Raises KeyError, TypeError or ValueError for a payload that is none."""
    start = payload.get("start")
    planned = plan(
        problem_from_json(payload["problem"]), seconds=float(payload.get("seconds", SECONDS)),
        threads=int(payload.get("threads", THREADS)), progress=report.progress, cancelled=report.cancelled,
        start=None if start is None else roster_from_json(start),
    )  # fmt: skip
    return _result(planned)


def mended(payload: Json, report: Report) -> Json:
    """Repair the problem's former roster. Raises KeyError, TypeError or ValueError for a payload that is none."""
    planned = repair(
        problem_from_json(payload["problem"]), seconds=float(payload.get("seconds", SECONDS)),
        threads=int(payload.get("threads", THREADS)), progress=report.progress, cancelled=report.cancelled,
    )  # fmt: skip
    return _result(planned)


def _result(planned: Planned) -> Json:
    return {
        "roster": roster_to_json(planned.roster),
        "score": {**planned.score.parts, "total": planned.score.total},
        "bound": planned.bound,
        "status": planned.status,
        "conflict": None if planned.conflict is None else list(planned.conflict),
        "method": planned.method,
    }
