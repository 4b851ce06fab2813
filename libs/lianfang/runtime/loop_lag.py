"""How late the event loop is: CPU work that does not yield shows here before it starves heartbeats."""

from __future__ import annotations

import logging
import time
from typing import Any

import eventlet

from lianfang.ops import metrics

_EVERY_S = 0.25
_WORTH_A_LINE_S = 0.5
_log = logging.getLogger("lianfang.loop")


def watch() -> Any:
    """Start measuring; return the greenlet."""
    return eventlet.spawn(_measure)


def _measure() -> None:
    while True:
        before = time.monotonic()
        eventlet.sleep(_EVERY_S)
        late = max(0.0, time.monotonic() - before - _EVERY_S)
        metrics.LOOP_LAG.observe(late)
        if late > _WORTH_A_LINE_S:
            _log.warning("the event loop stood still", extra={"seconds": round(late, 3)})
