"""One process's work on a job it has taken: run the child, keep what came of it, have it taken in.

What came of it is durable before it is taken in, and it is decided once, by who holds the lease: however often
processes die, the same result is taken in, and only that.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lianfang.ops import faults
from lianfang.persistence.store import StoreError
from services.patrol.app.jobs.job import Ending, Job
from services.patrol.app.jobs.lease import Heart, held
from services.patrol.app.jobs.ports import OnDone, Run
from services.patrol.app.jobs.storage import JobDocuments, JobPages
from services.patrol.app.jobs.watching import Came, Watch

ATTEMPTS = 3
_WAIT = timedelta(seconds=2)
_TAKING = 4
"""Leases that the taking in of a result may take before another process helps."""
_log = logging.getLogger(__name__)


class Attempt:
    """See the module's text."""

    def __init__(
        self, job: Job, documents: JobDocuments, pages: JobPages, clock: Callable[[], datetime], run: Run,
        on_done: OnDone, *, ttl: timedelta, grace_s: float, kept: timedelta, stopping: Callable[[], bool],
    ) -> None:  # fmt: skip
        """job: as taken. The rest is as in `Jobs`."""
        self._job, self._documents, self._pages, self._clock, self._run = job, documents, pages, clock, run
        self._on_done, self._ttl, self._grace_s, self._kept = on_done, ttl, grace_s, kept
        self._stopping = stopping

    def __call__(self) -> None:
        """Bring the job as far as it goes. Raises StoreError: then it goes on when the lease has run out."""
        if self._job.ending is None and not self._computed():
            return
        faults.here("jobs.after_result")
        self._taken_in()

    def _computed(self) -> bool:
        """Come to an ending; False when there is none yet, or it is another's to find."""
        job = self._job
        if job.cancel_asked:
            return self._end(Ending("cancelled"))
        if job.attempts > ATTEMPTS:
            return self._end(Ending("failed", _often(job.reason or "the process that ran it went away")))
        with self._run(self._request()) as child:
            heart = Heart(self._documents, job, self._clock, self._ttl, self._stopping)
            came = Watch(child, heart, seconds=job.seconds, grace_s=self._grace_s)()
        return self._judge(came)

    def _judge(self, came: Came) -> bool:
        job = self._job
        if came.how == "lost":
            _log.warning("a job is another's now", extra={"job": job.id})
            return False
        if came.how == "given_back":
            self._put_back(attempts=job.attempts - 1, wait=timedelta(0))
            return False
        if came.how == "crashed" and job.attempts < ATTEMPTS:
            self._put_back(reason=came.reason, wait=_WAIT * 2**job.attempts)
            return False
        return self._end(_ending(came, job.seconds), came.result)

    def _end(self, ending: Ending, result: Mapping[str, Any] | None = None) -> bool:
        if result is not None:
            ending = replace(ending, result=self._pages.keep(self._job.id, result))
        until = self._clock() + self._ttl * _TAKING
        ended = self._change(lambda job: replace(job, ending=ending, lease_until=until, due=until))
        return ended is not None

    def _taken_in(self) -> None:
        ending = self._job.ending
        assert ending is not None
        result = self._pages.read(self._job.id, ending.result) if ending.result else None
        try:
            self._on_done(self._as_ended(ending), result)
        except StoreError:
            raise
        except Exception as error:  # of a use case; the job must not stay for ever
            _log.exception("what came of a job was not taken in", extra={"job": self._job.id})
            ending = self._not_taken(f"its result was not taken in: {type(error).__name__}")
            if ending is None:
                return
        faults.here("jobs.after_taking")
        self._change(lambda job: self._as_ended(ending, job))

    def _not_taken(self, reason: str) -> Ending | None:
        """Have it tried again; at last tell the owner that it failed, and return that ending."""
        if self._job.takings + 1 < ATTEMPTS:
            due = self._clock() + _WAIT
            self._change(
                lambda job: replace(job, takings=job.takings + 1, lease_holder="", lease_until=None, due=due)
            )
            return None
        failed = Ending("failed", reason)
        try:
            self._on_done(self._as_ended(failed), None)
        except StoreError:
            raise
        except Exception:  # nothing else is left to do: the job itself tells that it failed
            _log.exception("that a job failed was not taken in either", extra={"job": self._job.id})
        return failed

    def _as_ended(self, ending: Ending, job: Job | None = None) -> Job:
        """Return the job as it is when it has ended; its pages go when they are no longer `kept`."""
        now, job = self._clock(), job or self._job
        share = {"share": 1.0} if ending.state == "done" else {}
        return replace(
            job, state=ending.state, reason=ending.reason, ended_at=now, due=now + self._kept,
            progress={**job.progress, **share}, lease_holder="", lease_until=None,
            attempts=min(job.attempts, ATTEMPTS),
        )  # fmt: skip

    def _put_back(self, *, wait: timedelta, reason: str = "", attempts: int | None = None) -> None:
        due = self._clock() + wait
        self._change(
            lambda job: replace(
                job, state="queued", reason=reason, due=due, lease_holder="", lease_until=None,
                attempts=job.attempts if attempts is None else attempts,
            )
        )  # fmt: skip

    def _change(self, fresh: Callable[[Job], Job]) -> Job | None:
        """Change the job if it still is ours."""
        changed = self._documents.change(self._job.id, lambda job: fresh(job) if held(job, self._job) else None)
        self._job = changed or self._job
        return changed

    def _request(self) -> Iterator[str]:
        yield f'{{"kind":{json.dumps(self._job.kind)},"seconds":{self._job.seconds},"payload":'
        yield from self._pages.texts(self._job.id, self._job.payload)
        yield "}\n"


def _ending(came: Came, seconds: float) -> Ending:
    match came.how:
        case "ended":
            return Ending("done")
        case "cancelled":
            return Ending("cancelled")
        case "limit" if came.result is not None:
            return Ending("done", "the time limit was reached; this is the best so far")
        case "limit":
            return Ending("failed", f"nothing was found within {seconds:g} s")
        case "refused":
            return Ending("failed", came.reason)
    return Ending("failed", _often(came.reason))


def _often(reason: str) -> str:
    return f"{reason} (tried {ATTEMPTS} times)"
