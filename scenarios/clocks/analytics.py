"""Analytics, which looks every second whether a run, a review or a report is due."""

from __future__ import annotations

from nameko.timer import timer

from lianfang.runtime.following import patient
from services.analytics.entrypoints.service import AnalyticsService
from services.analytics.wiring import build

__all__ = ["KIND", "build"]
ASK_S = 1.0
"""These ask the facts: twenty times a second would be too much for them."""


class ClockedAnalytics(AnalyticsService):
    """The service, with quicker timers of its own work."""

    name = AnalyticsService.name

    @timer(ASK_S)
    @patient
    def warn_daily(self) -> None:
        """See the service."""
        super().warn_daily()

    @timer(ASK_S)
    @patient
    def open_reviews(self) -> None:
        """See the service."""
        super().open_reviews()

    @timer(ASK_S)
    @patient
    def issue_reports(self) -> None:
        """See the service."""
        super().issue_reports()


KIND = ClockedAnalytics
