"""SIGKILL at every nasty point between a commit and its clearing: every event arrives, each under one id."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from lianfang.persistence.aggregate import collection
from lianfang.persistence.store import find_all
from tests.fixtures.inherited import INHERITED
from tests.fixtures.subscriber_process import ROOT

pytestmark = pytest.mark.rabbit
POINTS = ["usecase.after_commit:4", "relay.after_confirm:2", "relay.before_clear:2", "relay.after_clear:2"]


def run(bus, store_uri: str, how_many: int, **environment: str) -> int:
    return subprocess.run(
        [sys.executable, str(ROOT / "tests/fixtures/relaying.py"), bus.amqp_uri, store_uri, str(how_many)],
        env={**INHERITED, "PYTHONPATH": str(ROOT / "libs"), **environment}, timeout=40, check=False,
        capture_output=True,
    ).returncode  # fmt: skip


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(bus, raw, store, tmp_path, point):
    raw.queue("survived", "test.happened.v1.#")
    raw.channel.queue_purge("survived")
    store_uri = f"sqlite://{tmp_path}/store.db"
    assert run(bus, store_uri, 10, LIANFANG_FAULT=point) == -signal.SIGKILL
    store.declare(collection("things"))
    committed = {
        (document["id"], number) for document in find_all(store, "things") for number in range(document["sequence"])
    }
    assert committed
    assert run(bus, store_uri, 0) == 0
    seen: dict[str, str] = {}
    while (message := raw.channel.basic_get("survived", no_ack=True)) is not None:
        headers = message.properties["application_headers"]
        seen[message.properties["message_id"]] = headers["cloudEvents_subject"]
    assert len(seen) == len(committed), "one id per committed event, however often it came"
    assert set(seen.values()) == {id for id, _ in committed}
    assert all(document["outbox"] == [] for document in find_all(store, "things"))
