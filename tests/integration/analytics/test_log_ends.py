"""Where a log begins and ends, told in bounded time; and nothing is taken for a new log that is only slow."""

from __future__ import annotations

import threading

import pytest

from lianfang.messaging.log import LOG
from lianfang.messaging.log_reading import ends, holds_some
from lianfang.runtime.children import until
from tests.fixtures.analytics_histories import history

pytestmark = pytest.mark.rabbit


def test_the_end_is_told_while_events_keep_coming(bus, publish):
    """They come for half a minute at least: until they cease there is no silence to tell the end by."""
    assert ends(bus, LOG, quiet_s=0.3) is None
    events = [event for event in history(400) if not event.restricted]
    publish(events[:50])
    stop = threading.Event()

    def trickle() -> None:
        for event in events[50:]:
            publish([event])
            if stop.wait(0.1):
                return

    sending = threading.Thread(target=trickle)
    sending.start()
    first, last = ends(bus, LOG, quiet_s=1.0, patience_s=1.5)
    still_coming = sending.is_alive()
    stop.set()
    sending.join()
    assert (first, last >= 49) == (0, True)
    assert still_coming, "it never was silent for a second"
    assert until(lambda: holds_some(bus, LOG), 60)
