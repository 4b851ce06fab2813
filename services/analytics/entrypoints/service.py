"""The nameko service class: HTTP, the bus, timers."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.following import following
from lianfang.runtime.registry_api import RegistryApi
from lianfang.runtime.wired import Wired
from services.analytics.entrypoints.figures import FiguresApi
from services.analytics.entrypoints.live import Live
from services.analytics.entrypoints.page import Page
from services.analytics.entrypoints.policies import PoliciesApi
from services.analytics.entrypoints.projection import ProjectionApi
from services.analytics.entrypoints.reports import ReportsApi
from services.analytics.entrypoints.reviews import ReviewsApi
from services.analytics.entrypoints.scorecards import ScorecardsApi
from services.analytics.entrypoints.warning_series import WarningSeries
from services.analytics.entrypoints.warnings import WarningsApi

Following: Any = following("analytics")


class AnalyticsService(
    FiguresApi, WarningsApi, WarningSeries, ScorecardsApi, ReviewsApi, PoliciesApi, ReportsApi, Live, Page,
    ProjectionApi, RegistryApi, Following,
):  # fmt: skip
    """One process of the analytics service."""

    name = "analytics"
    app = Wired()
