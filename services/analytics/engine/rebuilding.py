"""A new generation read from the event log beside the one in use, compared with it, and put in its place.

A child process reads, so that the service goes on at its pace. What came meanwhile is read at the end; for the last
stretch the feed is held, so that both stand at the same place and can be compared.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import duckdb

from lianfang.messaging.link import LINK_ERRORS
from lianfang.messaging.log_reading import ends
from lianfang.runtime.talking_child import Ended, talking_child
from services.analytics.app.ports import NotReady
from services.analytics.app.projection.projector import Taken
from services.analytics.engine.carrying import carry
from services.analytics.engine.compare import differences, fingerprint
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.feed import STREAMS, Feed
from services.analytics.engine.folder import Folder
from services.analytics.engine.live import Beside, LiveBase, at_once
from services.analytics.engine.reading import LogStopped, read_to
from services.analytics.engine.schema import PROJECTION

MODULE = "services.analytics.engine"
_HEAR_S = 0.5
_PRESENT = "SELECT kind, id FROM board WHERE NOT gone"
_log = logging.getLogger(__name__)


class RebuildFailed(RuntimeError):
    """The new generation did not come about; the one in use goes on. The message says why."""


_MAY_HAPPEN: tuple[type[BaseException], ...] = (
    RebuildFailed, LogStopped, NotReady, duckdb.Error, *LINK_ERRORS,
)  # fmt: skip


@dataclass
class Progress:
    """How far a rebuild is.

    state: none, reading, comparing, swapped, refused (it differs, though nothing was to differ) or failed.
    done, total: messages of the logs. carried: facts that the logs no longer hold. differences: by compare.
    """

    state: str = "none"
    done: int = 0
    total: int = 0
    carried: int = 0
    started_at: str = ""
    seconds: float = 0.0
    reason: str = ""
    differences: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return it JSON-ready, with `per_second`."""
        return asdict(self) | {"per_second": round(self.done / self.seconds) if self.seconds else 0}


class Rebuild:
    """One rebuild, run once by `run`, watched by `progress`.

    anyway: swap even if the same reading of the same log gave something else (after a repair by hand).
    """

    def __init__(
        self, uri: str, folder: Folder, live: LiveBase, feed: Feed, clock: Callable[[], datetime], *,
        beside: Beside = at_once, streams: Sequence[str] = STREAMS, anyway: bool = False,
    ) -> None:  # fmt: skip
        self._uri, self._folder, self._live, self._feed, self._clock = uri, folder, live, feed, clock
        self._beside, self._streams, self._anyway = beside, streams, anyway
        self.progress = Progress(started_at=clock().isoformat())
        self._began = time.monotonic()
        self._called_off = False

    def call_off(self) -> None:
        """End it soon, unless it is about to swap."""
        self._called_off = True

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.progress.state in ("reading", "comparing")

    def run(self) -> Progress:
        """Do it, and return how it ended; whatever goes wrong, the one in use goes on, and another may be begun."""
        self.progress.state = "reading"
        try:
            generation = self._folder.current() + 1
            _log.info("a rebuild begins", extra={"generation": generation})
            state = "swapped" if self._build(generation) else "refused"
            self._folder.tidy()
            self.progress.state = state
        except _MAY_HAPPEN as error:
            self._fail(error)
        except Exception as error:  # the thread ends here: nobody else would tell
            _log.exception("a rebuild broke down")
            self._fail(error)
        self.progress.seconds = time.monotonic() - self._began
        _log.info("a rebuild ended", extra={"rebuild": self.progress.to_dict()})
        return self.progress

    def _fail(self, error: BaseException) -> None:
        self.progress.reason = str(error) or type(error).__name__
        self.progress.state = "failed"

    def _build(self, generation: int) -> bool:
        self._folder.clear(generation)  # of a rebuild that was killed
        held = {stream: ends(self._uri, stream) for stream in self._streams}
        places = {stream: found[1] + 1 for stream, found in held.items() if found}
        reached = {stream: self._beside(self._live.base.offset)(stream) or 0 for stream in self._streams}
        self._begin(generation, {stream: found[0] if found else reached[stream] for stream, found in held.items()})
        self._read_in_child(generation, places)
        new = self._beside(DuckBase)(self._folder.file(generation))
        try:
            return self._swap(new, generation)
        except BaseException:
            new.close()
            raise

    def _begin(self, generation: int, begins: dict[str, int]) -> None:
        new = self._beside(DuckBase)(self._folder.file(generation))
        try:
            self.progress.carried = self._beside(carry)(self._live.base, new, begins)
        finally:
            self._beside(new.close)()

    def _read_in_child(self, generation: int, places: dict[str, int]) -> None:
        request = {"uri": self._uri, "path": str(self._folder.file(generation)), "places": places}
        with talking_child(MODULE, [json.dumps(request)]) as child:
            while True:
                said = child.hear(_HEAR_S)
                if self._called_off:
                    raise RebuildFailed("it was called off: this process ends")
                self.progress.seconds = time.monotonic() - self._began
                if isinstance(said, Ended):
                    break
                if said:
                    self.progress.done, self.progress.total = int(said["done"]), int(said["total"])
        if said.reason:
            raise RebuildFailed(f"the process that reads the log: {said.reason}")

    def _swap(self, new: DuckBase, generation: int) -> bool:
        """Bring `new` to where the one in use is, compare, and put it in its place; False when it may not be."""
        old = self._live.base
        self._catch_up(new, old)  # most of it while the feed goes on
        with self._feed.held():
            self.progress.state = "comparing"
            self._catch_up(new, old)
            before, after = self._beside(fingerprint)(old), self._beside(fingerprint)(new)
            self.progress.differences = differences(before, after)
            if self.progress.differences and old.projection == PROJECTION and not self._anyway:
                self.progress.reason = "it differs from the one in use, though events are read in the same way"
                new.close()
                return False
            self._beside(_take_place)(old, new)
            self._folder.point_at(generation)
            self._live.use(new)
        old.close()
        return True

    def _catch_up(self, new: DuckBase, old: DuckBase) -> None:
        places = {stream: self._beside(old.offset)(stream) or 0 for stream in self._streams}
        read_to(
            new, self._uri, places, self._clock, told=self._more, reading=self._feed.reading, beside=self._beside
        )  # fmt: skip

    def _more(self, _stream: str, _place: int, taken: Taken) -> None:
        self.progress.done += taken.events  # what came since the child was told how far to read
        self.progress.total = max(self.progress.total, self.progress.done)


def _take_place(old: DuckBase, new: DuckBase) -> None:
    """Number the changes on, and end what was on the old board and is not on the new one."""
    there = set(new.query(_PRESENT))
    new.renumber(old.change, old.items([key for key in old.query(_PRESENT) if key not in there]))
