"""Why a report is not made or not shown; what a rule does not allow is `domain.refused.Refused`."""

from __future__ import annotations


class NoReport(Exception):
    """There is no such report, or the caller may not know that it is there."""


class NotYours(Exception):
    """The caller asks for a place that is not its own."""


class Unready(Exception):
    """Figures can't be said in this process now; ask again."""
