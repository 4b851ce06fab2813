"""Printing the reports that have no PDF yet; the PDF is one, however many processes print it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from lianfang.printing.refused import NotPrintable, PrintingFailed, Render
from services.analytics.app.reports.storage import Kept, Reports
from services.analytics.domain.reports.report import Report

ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)
FormOf = Callable[[Report], Mapping[str, Any]]
"""Makes of a report what its template prints."""

TEMPLATE = "report"
_log = logging.getLogger(__name__)


class PrintPending:
    """Called every few seconds, by every replica."""

    def __init__(
        self, reports: Reports, render: Render, form_of: FormOf, clock: Callable[[], datetime], template: str
    ) -> None:
        """template: the version of the templates, kept with each file."""
        self._reports, self._render, self._form_of = reports, render, form_of
        self._clock, self._template = clock, template

    def __call__(self, at_once: int = 5) -> int:
        """Print up to `at_once` reports; return how many PDFs were made. Raises StoreUnavailable."""
        return sum(self._one(kept) for kept in self._reports.to_print(self._clock(), at_once))

    def _one(self, kept: Kept) -> bool:
        try:
            pdf = self._render(TEMPLATE, self._form_of(kept.report))
            self._reports.printed(kept, pdf, self._template)
        except NotPrintable as error:
            self._give_up(kept, str(error))
        except (PrintingFailed, ValueError) as error:
            self._again(kept, str(error))
        else:
            return True
        return False

    def _again(self, kept: Kept, reason: str) -> None:
        tried = kept.printing.attempts + 1
        if tried >= ATTEMPTS:
            self._give_up(kept, f"{reason} (tried {tried} times)")
            return
        _log.warning("a report was not printed: %s", reason, extra={"report": kept.report.id})
        wait: timedelta = FIRST_WAIT * 2**kept.printing.attempts
        self._reports.not_printed(kept, reason, self._clock() + wait)

    def _give_up(self, kept: Kept, reason: str) -> None:
        _log.error("a report can't be printed: %s", reason, extra={"report": kept.report.id})
        self._reports.not_printed(kept, reason, None)
