"""Runs the analytics service: ``python -m services.analytics``, configured by LIANFANG_* variables."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

from lianfang.runtime.service import serve
from services.analytics.entrypoints.service import AnalyticsService
from services.analytics.wiring import build

if __name__ == "__main__":
    serve(AnalyticsService, build)
