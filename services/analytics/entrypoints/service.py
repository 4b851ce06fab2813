"""The nameko service class: HTTP, the bus, timers."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.following import following
from lianfang.runtime.registry_api import RegistryApi
from lianfang.runtime.wired import Wired
from services.analytics.entrypoints.projection import ProjectionApi

Following: Any = following("analytics")


class AnalyticsService(ProjectionApi, RegistryApi, Following):
    """One process of the analytics service."""

    name = "analytics"
    app = Wired()
