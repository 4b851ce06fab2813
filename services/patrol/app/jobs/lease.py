"""The lease of a running job: renewed while it runs, with its progress; it tells when the job is to be left."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lianfang.persistence.store import Conflict, StoreUnavailable
from services.patrol.app.jobs.job import Job, clean_progress
from services.patrol.app.jobs.storage import JobDocuments
from services.patrol.app.jobs.watching import Word

BEAT_S = 1.0
"""Seconds between two looks at the job's document, and so between two writes of progress."""
_log = logging.getLogger(__name__)


class Heart:
    """Beats for one attempt; see `watching.Beat`."""

    def __init__(
        self, documents: JobDocuments, job: Job, clock: Callable[[], datetime], ttl: timedelta,
        stopping: Callable[[], bool], monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """job: as taken, with its lease. stopping: whether this process is asked to stop."""
        self._documents, self._job, self._clock, self._ttl = documents, job, clock, ttl
        self._stopping, self._monotonic = stopping, monotonic
        self._written = self._beaten = monotonic()
        self._word: Word = "go"

    def __call__(self, progress: Mapping[str, Any]) -> Word:
        """Renew the lease if it is time, and tell what to do."""
        if self._stopping():
            return "give_back"
        now = self._monotonic()
        if now - self._beaten >= BEAT_S:
            self._beaten = now
            try:
                self._word = self._beat(clean_progress(progress), now)
            except (StoreUnavailable, Conflict) as error:
                _log.warning("a job's lease was not renewed: %s", error, extra={"job": self._job.id})
                if now - self._written >= self._ttl.total_seconds():
                    self._word = "lost"
        return self._word

    def _beat(self, progress: Mapping[str, Any], now: float) -> Word:
        word: Word = "lost"

        def renewed(job: Job) -> Job | None:
            nonlocal word
            if not held(job, self._job):
                word = "lost"
                return None
            word = "cancel" if job.cancel_asked else "go"
            fresh = _told(progress) != _told(job.progress)
            if not fresh and now - self._written < self._ttl.total_seconds() / 3:
                return None
            until = self._clock() + self._ttl
            return replace(job, progress=progress, lease_until=until, due=until)

        if self._documents.change(self._job.id, renewed) is not None:
            self._written = now
        return word


def held(job: Job, taken: Job) -> bool:
    """Tell whether the job still is whose `taken` it was."""
    return job.state == "running" and job.lease_holder == taken.lease_holder


def _told(progress: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in progress.items() if name != "elapsed_s"}
