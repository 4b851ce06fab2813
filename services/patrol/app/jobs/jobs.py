"""Jobs: asked for by use cases, worked on by every process of the service, one process at a time each."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lianfang.persistence.aggregate import Command
from lianfang.persistence.handled import ReusedId
from lianfang.persistence.store import AlreadyExists, Conflict, Store, StoreError
from services.patrol.app.jobs.attempt import Attempt
from services.patrol.app.jobs.job import Job
from services.patrol.app.jobs.ports import OnDone, Run
from services.patrol.app.jobs.storage import JobDocuments, JobPages, UnknownJob
from services.patrol.domain.refused import Refused

_IDS = uuid.UUID("6f2f1c80-53c8-5a37-9d5b-6a4d0f0c3c5e")
QUICK, LONG = "quick", "long"
LOOKED_AT = 500
"""How many waiting jobs are looked at for the fairest: those of several regions at their most."""
MOST_OPEN = 100
"""Of one region, waiting or running: enough for all stations of a city at once, too few to bury the others."""
_log = logging.getLogger(__name__)


class Jobs:
    """See the module's text. `on_done`: kind -> use case that takes its results in, filled by the wiring."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], run: Run, *, ttl: timedelta = timedelta(seconds=30),
        at_once: int = 1, quick: frozenset[str] = frozenset({"repair"}), grace_s: float = 5.0,
        kept: timedelta = timedelta(days=1),
    ) -> None:  # fmt: skip
        """ttl: of a lease. at_once: long jobs this process runs at a time, beside one of a `quick` kind.

        grace_s: seconds from asking a child to end until it is ended. kept: how long payload and result of a job
        that is over are kept.
        """
        self.on_done: dict[str, OnDone] = {}
        self._documents, self._pages = JobDocuments(store), JobPages(store)
        self._clock, self._run, self._ttl, self._grace_s, self._kept = clock, run, ttl, grace_s, kept
        self._quick = quick
        self._free = {LONG: threading.BoundedSemaphore(at_once), QUICK: threading.BoundedSemaphore(1)}
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._turns: dict[str, int] = {}  # region -> when it had its last turn in this process

    def ask(
        self, kind: str, owner_ref: str, payload: Mapping[str, Any], *, seconds: float, command: Command,
        region: str = "",
    ) -> str:  # fmt: skip
        """Have something computed; return the job's id, the same for a repeat of the command.

        kind: one of `on_done`. seconds: time limit of an attempt. region: whose planners may see and cancel it.
        Raises ReusedId when the command's id was used with another body, StoreUnavailable.
        """
        if kind not in self.on_done:
            raise ValueError(f"nobody takes in what comes of {kind!r}")
        id = f"job-{uuid.uuid5(_IDS, f'{command.id}/{kind}/{owner_ref}').hex}"
        asked = self._documents.body_hash(id)
        if asked is None:
            now = self._clock()
            job = Job(
                id, kind, owner_ref, region, seconds, now, command.actor, self._pages.keep(id, payload), due=now
            )
            try:
                self._documents.add(job, QUICK if kind in self._quick else LONG, command.body_hash)
            except AlreadyExists:  # the same command, at the same time
                asked = self._documents.body_hash(id)
        if asked is not None and asked != command.body_hash:
            raise ReusedId(f"id {command.id} was used before with another body")
        return id

    def require_room(self, region: str) -> None:
        """Raise Refused when so many jobs of a region are not over that it must wait before it asks for more."""
        if self._documents.open_in(region) >= MOST_OPEN:
            raise Refused(
                "too_many_jobs", f"{MOST_OPEN} computations of {region} are waiting or running already",
                "wait for some, or cancel what is not needed",
            )  # fmt: skip

    def get(self, id: str) -> Job:
        """Return a job. Raises UnknownJob, StoreUnavailable."""
        return self._documents.get(id)

    def of(self, owner_ref: str) -> list[Job]:
        """Return the jobs of an owner, oldest first. Raises StoreUnavailable."""
        return self._documents.of_owner(owner_ref)

    def cancel(self, id: str, command: Command) -> Job:
        """Ask a job to end with the best it has; return it. What has ended, or is ending, stays as it is.

        Raises UnknownJob, StoreUnavailable.
        """

        def asked(job: Job) -> Job | None:
            if job.over or job.ending or job.cancel_asked:
                return None
            due = self._clock() if job.state == "queued" else job.due
            return replace(job, cancel_asked=True, due=due)

        changed = self._documents.change(id, asked)
        if changed is not None:
            _log.info("a job is cancelled", extra={"job": id, "actor": command.actor})
        return changed or self.get(id)

    def work_once(self) -> bool:
        """Take one job whose time has come and bring it as far as it goes; False when there is none, or no room."""
        taken = self._take()
        if taken is None:
            return False
        self._work(*taken)
        return True

    def work(self) -> int:
        """Start on as many jobs as there are and as this process runs at once; return how many. For a timer."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        started = 0
        while (taken := self._take()) is not None:
            thread = threading.Thread(target=self._work, args=taken, name=taken[0].id, daemon=True)
            self._threads.append(thread)
            thread.start()
            started += 1
        return started

    def stop(self, timeout_s: float = 15.0) -> None:
        """Take no more jobs, give back those that run, and wait until they are given back."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout_s)

    def _take(self) -> tuple[Job, str] | None:
        for lane in (QUICK, LONG):
            if self._stopping.is_set() or not self._free[lane].acquire(blocking=False):
                continue
            taken = None
            try:
                taken = self._first_of(lane)
            finally:
                if taken is None:
                    self._free[lane].release()
            if taken is not None:
                return taken, lane
        return None

    def _first_of(self, lane: str) -> Job | None:
        for job in sorted(self._documents.due(lane, self._clock(), LOOKED_AT), key=self._turn_of):
            if job.over:
                self._forget(job)
            elif job.kind in self.on_done:
                try:
                    taken = self._documents.change(job.id, self._lease(uuid.uuid4().hex))
                except (Conflict, UnknownJob):
                    continue
                if taken is not None:
                    self._turns[job.region] = max(self._turns.values(), default=0) + 1
                    return taken
        return None

    def _turn_of(self, job: Job) -> int:
        """Who had no turn for longest comes first, so that a region's hundred jobs don't hold up the others."""
        return self._turns.get(job.region, 0)

    def _lease(self, holder: str) -> Callable[[Job], Job | None]:
        def leased(job: Job) -> Job | None:
            now = self._clock()
            if job.over or job.due is None or job.due > now:
                return None  # another took it
            until = now + self._ttl
            computes = job.ending is None and not job.cancel_asked
            return replace(
                job, state="running", attempts=job.attempts + computes, started_at=job.started_at or now,
                lease_holder=holder, lease_until=until, due=until,
            )  # fmt: skip

        return leased

    def _forget(self, job: Job) -> None:
        """Remove payload and result of a job that is long over."""
        self._pages.drop(job.id, job.payload)
        if job.ending and job.ending.result:
            self._pages.drop(job.id, job.ending.result)
        self._documents.change(job.id, lambda known: replace(known, due=None))

    def _work(self, job: Job, lane: str) -> None:
        try:
            Attempt(
                job, self._documents, self._pages, self._clock, self._run, self.on_done[job.kind], ttl=self._ttl,
                grace_s=self._grace_s, kept=self._kept, stopping=self._stopping.is_set,
            )()  # fmt: skip
        except StoreError as error:
            _log.warning("a job waits for the store: %s", error, extra={"job": job.id})
        except Exception:  # the lease runs out, and it is tried again
            _log.exception("an attempt of a job broke down", extra={"job": job.id})
        finally:
            self._free[lane].release()
