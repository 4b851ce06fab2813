"""Holds the folder of facts for this process: opens it, follows the logs into it, rebuilds it when asked."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from services.analytics.app.ports import NotReady, Rebuilding
from services.analytics.app.projection.projector import Reading
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.feed import STREAMS, Feed
from services.analytics.engine.folder import Folder
from services.analytics.engine.live import Beside, LiveBase, at_once
from services.analytics.engine.opening import open_base
from services.analytics.engine.rebuilding import Progress, Rebuild
from services.analytics.engine.schema import PROJECTION

_PATIENCE_S = 15.0
_log = logging.getLogger(__name__)


class Keeper:
    """See the module's text. A second process with the same folder waits until the first has ended.

    live: what everybody asks. feed: its `on_taken` tells who wants to know that something came.
    """

    def __init__(
        self, uri: str, folder: Path, clock: Callable[[], datetime], *, beside: Beside = at_once,
        reading: Reading | None = None,
    ) -> None:  # fmt: skip
        self._uri, self._clock, self._beside = uri, clock, beside
        self._folder = Folder(folder)
        self.live = LiveBase(beside)
        self.feed = Feed(uri, self.live, clock, beside=beside, reading=reading)
        self._rebuild: Rebuild | None = None
        self._rebuilding: threading.Thread | None = None
        self._lock = threading.Lock()
        self._open, self._failed = False, "another process holds the folder of facts"
        self._fed = self._closed = False

    def tick(self) -> bool:
        """Open the folder as soon as nobody else has it; return whether it is open. To be called now and then.

        A file that DuckDB has given up, as after a full disk, is opened anew; one that can't be is tried again.
        """
        with self._lock:
            if self._open and not self.live.base.broken:
                return True
            if self._closed or not self._folder.own():  # a timer's last turn may come after close()
                return False
            try:
                base = self._opened()
            except (NotReady, OSError) as error:
                self._open, self._failed = False, str(error)
                return False
            self._open = True
            if not self._fed:
                self._fed = True
                self.feed.start()
        _log.info("the facts are open", extra={"generation": self._folder.current()})
        if base.projection != PROJECTION:
            self.rebuild()
        return True

    def shut(self) -> str | None:
        """Return why no figures can be asked for here, None when they can, though perhaps not up to date."""
        return None if self._open else self._failed

    def _opened(self) -> DuckBase:
        """Open the generation in use. Raises NotReady, OSError."""
        with self.feed.held():
            self._beside(self.live.close)()
            if self._rebuild is None or not self._rebuild.running:
                self._folder.tidy()
            base = self._beside(open_base)(self._folder.file(self._folder.current()), self._clock)
            self.live.use(base)
        return base

    def problem(self) -> str | None:
        """Return why figures are not up to date here, for readiness; None when they are."""
        if not self._open:
            return self._failed
        return self.feed.problem()

    def rebuild(self, *, anyway: bool = False) -> Progress:
        """Begin a rebuild beside the live base; watch it by `progress`. Raises Rebuilding, NotReady."""
        with self._lock:
            if self._rebuild is not None and self._rebuild.progress.state in ("none", "reading", "comparing"):
                raise Rebuilding("a rebuild is under way: wait for its end")
            if not self._open:
                raise NotReady("another process holds the folder of facts: ask that one")
            self._rebuild = Rebuild(
                self._uri, self._folder, self.live, self.feed, self._clock, beside=self._beside, anyway=anyway
            )
            self._rebuilding = threading.Thread(target=self._rebuild.run, name="lianfang-rebuild", daemon=True)
            self._rebuilding.start()
        return self._rebuild.progress

    def progress(self) -> Progress:
        """Return how far the last rebuild is; state "none" when there was none."""
        return self._rebuild.progress if self._rebuild is not None else Progress()

    def status(self) -> dict[str, Any]:
        """Return where this process is, JSON-ready: generation, places in the logs, gaps, totals, rebuild.

        catching_up: there is more in the logs than was taken so far. Raises NotReady.
        """
        places = {stream: self.live.offset(stream) or 0 for stream in STREAMS}
        gaps = self.live.query("SELECT count(*) FROM gaps")[0][0]
        lacking = self.live.query("SELECT count(*) FROM sequences WHERE missing::VARCHAR <> '[]'")[0][0]
        return {
            "generation": self._folder.current(), "places": places,
            "catching_up": any(follower.catching_up for follower in self.feed.followers),
            "gaps": gaps, "aggregates_lacking_events": lacking,
            "taken": {"events": self.feed.totals.events, "facts": self.feed.totals.new,
                      "repeated": self.feed.totals.repeated},
            "problem": self.problem(), "rebuild": self.progress().to_dict(),
        }  # fmt: skip

    def close(self) -> None:
        """Let the stretch in hand end, close the file, leave the folder to others."""
        if self._rebuild is not None and self._rebuilding is not None:
            self._rebuild.call_off()
            self._rebuilding.join(_PATIENCE_S)
        with self._lock:
            if self._fed:
                self.feed.stop()
            self.live.close()
            self._open, self._closed = False, True
            self._folder.disown()
