"""The district's own system, as its engineers would write it: the SDK, its account, a handler."""

from __future__ import annotations

import threading
from collections.abc import Callable

from lianfang_district import Event, Subscriber


class DistrictSubscriber:
    """Receives the district's events in a thread of its own. uri: with the district's account."""

    def __init__(self, uri: str, handler: Callable[[Event], None]) -> None:
        self._handler = handler
        self._subscriber = Subscriber(uri, stop_on_sigterm=False)  # the signal is the demo's
        self._thread = threading.Thread(target=self._run, name="demo district", daemon=True)

    def start(self) -> None:
        """Start receiving."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the event in hand and end."""
        self._subscriber.stop()
        self._thread.join(10)

    def _run(self) -> None:
        with self._subscriber:
            self._subscriber.run(self._handler)
