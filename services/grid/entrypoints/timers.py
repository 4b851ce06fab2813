"""Timers; each fires on every process."""

from __future__ import annotations

import logging
from typing import Any

from eventlet import tpool
from nameko.timer import timer

from lianfang.regions.pack.pages import BadPages
from lianfang.runtime.wired import Wired

REFRESH_S = 1
_log = logging.getLogger(__name__)


class Timers:
    """See the module's text."""

    app: Any = Wired()

    @timer(REFRESH_S)
    def follow(self) -> None:
        """Follow the pointers that this or another process flipped."""
        try:
            follow(self.app)
        except BadPages as error:  # the old release serves on
            _log.error("a release can't be loaded", extra={"reason": str(error)})


def follow(app: Any) -> None:
    """Load what the pointers say, in a real thread.

    It is Python's work for the most part, so it competes with the event loop for the interpreter; but that changes
    threads every 5 ms, so the loop goes on, more slowly, for the second that a large county takes. In a greenlet
    it would stand still.
    """
    for county in app.registry.refresh(tpool.execute):
        _log.info("release loaded", extra={"county": county, "release": app.registry.releases[county].release_id})
