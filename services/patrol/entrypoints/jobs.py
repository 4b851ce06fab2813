"""HTTP and the timer of jobs: planners see how far a computation is, and cancel it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from nameko.timer import Timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import APP, Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call
from lianfang.web.problems import know
from services.patrol.app.jobs.job import Job
from services.patrol.app.jobs.storage import UnknownJob

know(UnknownJob, 404, "Not found")
PLANNERS = frozenset({"planner"})
WORK_S = 1


class ProgressAnswer(Schema):
    """How far it is: share 0 to 1, cost of the best so far, the bound below which none can be."""

    share = fields.Float()
    best = fields.Float()
    bound = fields.Float()
    elapsed_s = fields.Float()
    message = fields.String()


class JobAnswer(Schema):
    """A job: queued, running, done, failed or cancelled; ended_at when its result was taken in."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    owner = fields.String(required=True)
    state = fields.String(required=True)
    progress = fields.Nested(ProgressAnswer, required=True)
    seconds = fields.Float(required=True)
    attempts = fields.Integer(required=True)
    cancel_asked = fields.Boolean(required=True)
    reason = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class WorkTimer(Timer):
    """A timer which, when the service stops, first has the jobs given back that run."""

    def stop(self) -> None:
        """See the class's text."""
        self.container.config[APP].jobs.stop()
        super().stop()


class JobsApi:
    """See the module's text."""

    app: Any = Wired()

    @WorkTimer.decorator(WORK_S)
    @patient
    def work_on_jobs(self) -> None:
        """Start on the jobs whose time has come."""
        self.app.jobs.work()

    @api("GET", "/v1/jobs/<id>", roles=PLANNERS, response=JobAnswer, summary="How far a computation is")
    def get_job(self, call: Call) -> Any:
        """Return it."""
        return shown(self._seen_job(call))

    @api(
        "POST", "/v1/jobs/<id>/cancel", roles=PLANNERS, response=JobAnswer,
        summary="Have it end with the best so far; what has ended stays as it is",
    )  # fmt: skip
    def cancel_job(self, call: Call) -> Any:
        """Ask for it; asking again changes nothing."""
        return shown(self.app.jobs.cancel(self._seen_job(call).id, call.command()))

    def _seen_job(self, call: Call) -> Job:
        job: Job = self.app.jobs.get(call.path["id"])
        require_region(call.caller, job.region)
        return job


def shown(job: Job) -> dict[str, Any]:
    """Return what callers see of a job."""
    return {name: getattr(job, name) for name in JobAnswer._declared_fields}
