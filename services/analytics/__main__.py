"""Runs the analytics service: ``python -m services.analytics``, configured by LIANFANG_* variables."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

import sys

from lianfang.runtime.service import serve
from services.analytics.entrypoints.service import AnalyticsService
from services.analytics.wiring import build

SWITCH_S = 0.000_5
"""How long a real thread that folds events or figures keeps the interpreter from the event loop, which asks for it
anew after each read and write: Python's own 5 ms would add up to half a second for a page of a hundred of them."""

if __name__ == "__main__":
    sys.setswitchinterval(SWITCH_S)
    serve(AnalyticsService, build)
