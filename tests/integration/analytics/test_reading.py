"""Reading a log into a base goes on when connections are lost, and ends when the broker is gone for good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianfang.messaging.link import LINK_ERRORS
from lianfang.messaging.log import LOG
from services.analytics.engine import reading
from services.analytics.engine.duck import DuckBase
from tests.fixtures.analytics_histories import history
from tests.integration.analytics.test_projection import expected, facts_in

pytestmark = pytest.mark.rabbit


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def base(tmp_path):
    made = DuckBase(tmp_path / "facts.duckdb")
    yield made
    made.close()


@pytest.fixture
def events(publish, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 100)
    found = [event for event in history(600) if not event.restricted]
    publish(found)
    return found


def test_a_connection_that_the_broker_ends_is_made_anew_and_each_event_counts_once(
    broker, vhost, bus, base, events
):
    ended = []

    def end_it(_stream, place, _taken):
        if len(ended) < 2:
            broker.control("close_all_connections", "--vhost", vhost.vhost, "a test")
            ended.append(place)

    reading.read_to(base, bus, {LOG: len(events)}, now, told=end_it)
    assert len(ended) == 2
    assert base.offset(LOG) == len(events)
    assert facts_in(base) == expected(events)


def test_a_broker_that_is_gone_is_an_error_and_what_was_read_stays(bus, base, events, monkeypatch):
    monkeypatch.setattr(reading, "_TRIES", 2)
    gone = bus.replace("@127.0.0.1:", "@127.0.0.2:")  # nobody listens there
    reading.read_to(base, bus, {LOG: 100}, now)
    with pytest.raises(LINK_ERRORS):
        reading.read_to(base, gone, {LOG: len(events)}, now)
    assert base.offset(LOG) == 100
