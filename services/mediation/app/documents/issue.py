"""Printing what was requested: a durable job that ends in exactly one file per version.

The request is a fact of the case before anything is printed. Then, again and again until it is reported: make the
PDF, store it (once), report it. Killed anywhere, the next round goes on; two replicas make one file. How often a
job failed is counted in memory: a restart begins to count anew, which costs a few more attempts and nothing else.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from lianfang.messaging.backoff import Backoff
from lianfang.ops import faults
from lianfang.persistence.cipher import CipherError
from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import StoreError
from lianfang.printing.refused import NotPrintable, PrintingFailed, Render
from services.mediation.app.documents.ports import Job
from services.mediation.app.documents.storage import DocumentFiles, FileFacts

ATTEMPTS = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 300.0
_log = logging.getLogger(__name__)


Done = Callable[[str, str, int, str, int, int], None]
"""Reports a file to its case: case id, document id, version, sha256, size in bytes, pages. Idempotent."""

Failed = Callable[[str, str, int, str], None]
"""Reports that a version will not be printed: case id, document id, version, reason, which has no personal
data. Idempotent."""


@dataclass(slots=True)
class _Trouble:
    """A job that failed before."""

    backoff: Backoff
    attempts: int = 0
    not_before: datetime | None = None


class PrintPending:
    """Prints all documents that were requested and are not there; called every few seconds, by every replica."""

    def __init__(
        self, *, pending: Callable[[], Iterable[Job]], done: Done, failed: Failed, render: Render,
        files: DocumentFiles, cipher: Cipher, clock: Callable[[], datetime], template: str,
        attempts: int = ATTEMPTS,
    ) -> None:  # fmt: skip
        """pending: the jobs neither done nor failed. template: version of the templates, kept with each file.

        attempts: how often a job is tried before it is reported as failed.
        """
        self._pending, self._done, self._failed, self._render = pending, done, failed, render
        self._files, self._cipher, self._clock = files, cipher, clock
        self._template, self._attempts = template, attempts
        self._troubles: dict[str, _Trouble] = {}

    def __call__(self, at_once: int = 20) -> int:
        """Print up to `at_once` jobs whose time has come; return how many files were reported.

        A job that fails waits ever longer and keeps none of the others from being printed. Raises what `pending`
        raises.
        """
        jobs = list(self._pending())
        waiting = {job.id for job in jobs}
        self._troubles = {id: trouble for id, trouble in self._troubles.items() if id in waiting}
        return sum(self._one(job) for job in islice(filter(self._its_time, jobs), at_once))

    def _its_time(self, job: Job) -> bool:
        trouble = self._troubles.get(job.id)
        return trouble is None or trouble.not_before is None or trouble.not_before <= self._clock()

    def _one(self, job: Job) -> bool:
        try:
            made = self._file(job)
            faults.here("printing.after_file")
            self._done(job.case_id, job.document_id, job.version, made.sha256, made.size, made.pages)
        except NotPrintable as error:
            self._give_up(job, str(error))
        except (PrintingFailed, CipherError, ValueError) as error:
            self._again(job, str(error), limited=True)
        except StoreError as error:  # the document is not at fault, however long it lasts
            self._again(job, str(error), limited=False)
        except Exception as error:  # one bad document must not end all printing
            # Without the error's text: it may hold a piece of what was to be printed.
            where = "".join(traceback.format_tb(error.__traceback__))
            _log.error("printing a document broke down at\n%s", where, extra={"document": job.id})
            self._again(job, f"an error of the program, {type(error).__name__}", limited=True)
        else:
            self._troubles.pop(job.id, None)
            return True
        return False

    def _file(self, job: Job) -> FileFacts:
        there = self._files.facts(job.id)
        if there is not None:
            return there
        data = json.loads(self._cipher.decrypt(job.sealed_data))
        if not isinstance(data, dict):
            raise ValueError("what is to be printed is no JSON object")
        pdf = self._render(job.kind, data | {"number": job.number, "version": job.version})
        faults.here("printing.after_render")
        return self._files.keep(job, pdf, self._template)

    def _again(self, job: Job, reason: str, *, limited: bool) -> None:
        trouble = self._troubles.setdefault(job.id, _Trouble(Backoff(FIRST_WAIT_S, LONGEST_WAIT_S)))
        trouble.attempts += limited
        trouble.not_before = self._clock() + timedelta(seconds=trouble.backoff.next())
        _log.warning("a document was not printed: %s", reason, extra={"document": job.id})
        if trouble.attempts >= self._attempts:
            self._give_up(job, f"{reason} (tried {trouble.attempts} times)")

    def _give_up(self, job: Job, reason: str) -> None:
        trouble = self._troubles.setdefault(job.id, _Trouble(Backoff(FIRST_WAIT_S, LONGEST_WAIT_S)))
        try:
            self._failed(job.case_id, job.document_id, job.version, reason)
        except StoreError as error:  # told at the next try
            trouble.not_before = self._clock() + timedelta(seconds=trouble.backoff.next())
            _log.warning("a failed document could not be reported: %s", error, extra={"document": job.id})
        else:
            _log.error("a document can't be printed: %s", reason, extra={"document": job.id})
            self._troubles.pop(job.id, None)
