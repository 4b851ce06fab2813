"""Why messaging is built anew: what nameko's own parts and shared connections do, seen on the real broker.

When one of these fails after an upgrade, a reason for code of ours is gone: see docs/decisions.
"""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.fixtures.inherited import INHERITED
from tests.fixtures.subscriber_process import ROOT

pytestmark = pytest.mark.rabbit


def program(case: str, uri: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tests/fixtures/stock_nameko.py"), case, uri],
        env={**INHERITED, "PYTHONPATH": str(ROOT / "libs")}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_nameko_acknowledges_and_so_loses_what_its_handler_raises_at_and_what_it_cannot_decode(bus, raw):
    consumer = program("consuming", bus.amqp_uri)
    assert consumer.stdout is not None
    try:
        assert consumer.stdout.readline() == "consuming\n"
        raw.publish(b"{}", routing_key="stock", content_encoding="utf-8", content_type="application/x-unheard-of")
        raw.publish(b"{}", routing_key="stock", content_encoding="utf-8", content_type="application/json")
        assert consumer.stdout.readline() == "called\n"
        time.sleep(0.5)
    finally:
        consumer.kill()
        consumer.wait()
    time.sleep(0.5)
    assert raw.empty("stock"), "had it not acknowledged, they would be back now that it is dead"


def test_an_alternate_exchange_says_nothing_because_the_log_takes_everything(bus, raw, make_event):
    raw.channel.exchange_declare("unrouted", "fanout", durable=True, auto_delete=False)
    raw.channel.queue_declare("unrouted", durable=True, auto_delete=False)
    raw.channel.queue_bind("unrouted", "unrouted")
    arguments = {"alternate-exchange": "unrouted"}
    raw.channel.exchange_declare("with-log", "topic", durable=True, auto_delete=False, arguments=arguments)
    raw.publish(b"nobody is bound", "with-log", "incident.reported.v1.99")
    assert raw.get("unrouted").body == b"nobody is bound"
    raw.channel.queue_declare("log", durable=True, auto_delete=False, arguments={"x-queue-type": "stream"})
    raw.channel.queue_bind("log", "with-log", "#")
    raw.publish(b"nobody but the log is bound", "with-log", "incident.reported.v1.99")
    time.sleep(0.3)
    assert raw.empty("unrouted")


def test_two_greenlets_that_confirm_on_one_connection_collide(bus, raw):
    raw.queue("stock")
    output, errors = program("two", bus.amqp_uri).communicate(timeout=30)
    assert "Second simultaneous read" in output, errors
