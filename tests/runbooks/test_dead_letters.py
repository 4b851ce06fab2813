"""docs/runbooks/dead-letters.md, done: a bad release parks messages; they are sent back, and one is dropped."""

from __future__ import annotations

import json
import time
from contextlib import closing

import pika
import pytest

from lianfang.runtime.process import ManagedProcess
from lianfang.runtime.stack_plan import service_environment
from tests.runbooks.callers import Callers
from tests.runbooks.ground import eventually
from tests.runbooks.pages import blocks, commands

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(1200)]
PAGE, QUEUE = "dead-letters", "mediation.incidents"
BAD_RELEASE = """
import lianfang.runtime.patch
from services.mediation.app.react.on_incident import OnIncident
def broken(self, event):
    raise KeyError("grade")
OnIncident.__call__ = broken
from lianfang.runtime.service import serve
from services.mediation.entrypoints.service import MediationService
from services.mediation.wiring import build
serve(MediationService, build)
"""
"""The mediation service as somebody released it: what an incident leads to fails."""


@pytest.fixture
def bad_release(ground):
    """The mediation service is replaced by a release that fails, and brought back after the test at the latest."""
    usual, state = ground.spine.stack.processes["mediation"], ground.spine.stack.state.services["mediation"]
    environment = service_environment(ground.spine.stack.service_settings("mediation"))
    log = ground.home / "log" / "mediation-bad.log"
    usual.terminate()
    bad = ManagedProcess("mediation", [*usual._command[:1], "-c", BAD_RELEASE], environment, log, state.ops_port)
    bad.start()
    bad.wait_ready(300)
    yield bad
    bad.terminate()
    ground.started("mediation")


def parked(ground) -> dict[str, int]:
    (count,) = commands(PAGE, "It is over when")
    counts = json.loads(ground.type(f"{count} --json"))
    return {queue: many for queue, many in counts.items() if many}


def test_what_a_bad_release_parked_is_seen_and_sent_back_and_what_is_no_event_is_dropped_with_a_reason(
    ground, bad_release, tmp_path, shown
):
    assert blocks(PAGE) == 4, "all that the page tells to type is typed here"
    before, cases = parked(ground), set(ground.documents("mediation", "cases"))
    assert not before
    callers = Callers(ground.target, ground.pack)
    with ground.listening(callers.books, teams_answer=False):
        callers.report(12)
        send_nonsense(ground.target.bus_uri, "no-event-1")
        began = time.monotonic()
        eventually(lambda: parked(ground).get(QUEUE, 0) >= 2, 300, "retried in vain, then parked")
        eventually(lambda: not retrying(ground), 300, "nothing is under way any more")
        many, waited = parked(ground)[QUEUE], time.monotonic() - began
        assert ground.spine.metric("lianfang_messages_parked_total", "mediation") == many
        assert callers.settle().balanced, "teams and calls are not concerned"

        listed = json.loads(ground.type(commands(PAGE, "Look at", QUEUE=QUEUE, ID="x")[1] + " --json"))
        assert {each["id"] for each in listed if not each["type"]} == {"no-event-1"}
        letters = [each for each in listed if each["type"]]
        assert {(each["reason"], each["attempts"]) for each in letters} == {("KeyError: 'grade'", 4)}
        letter = ground.type(commands(PAGE, "Look at", QUEUE=QUEUE, ID=letters[0]["id"])[2])
        assert letters[0]["id"] in letter
        assert "incident.reported.v1" in letter

        bad_release.terminate()
        ground.started("mediation")  # rolled back
        dry, replay = commands(PAGE, "Do", 0, QUEUE=f"{QUEUE} --type incident")
        ground.type(dry)
        assert parked(ground)[QUEUE] == many, "a dry run moves nothing"
        ground.type(replay)
        eventually(lambda: parked(ground) == {QUEUE: 1}, 400, "all events are handled")
        eventually(lambda: not ground.waiting(QUEUE))
        left = json.loads(ground.type(f"lianfang dead list {QUEUE} --json"))
        assert [each["id"] for each in left] == ["no-event-1"]
        handled = ground.spine.metric("lianfang_messages_handled_total", "mediation")
        assert handled >= len(letters), "and was handled"
        assert set(ground.documents("mediation", "cases")) >= cases

        kept = tmp_path / "dropped.jsonl"
        words = {"QUEUE": QUEUE, "ID": "no-event-1", "REASON": "'test of the form'", "FILE": kept}
        (drop,) = commands(PAGE, "Do", 1, **words)
        ground.type(drop)
        assert not parked(ground)
        (line,) = kept.read_text().splitlines()
        record = json.loads(line)
        assert (record["body"], record["dropped_because"]) == ("nonsense", "test of the form")
        assert kept.stat().st_mode & 0o077 == 0
    shown(f"dead letters: {many} parked after {waited:.0f} s, {many - 1} replayed and handled, 1 dropped")


def retrying(ground) -> int:
    return ground.waiting(QUEUE, *(f"lianfang.retry.{delay}" for delay in ("1s", "10s", "60s")))


def send_nonsense(uri: str, id: str) -> None:
    with closing(pika.BlockingConnection(pika.URLParameters(uri))) as connection:
        properties = pika.BasicProperties(message_id=id, delivery_mode=2)
        connection.channel().basic_publish("", QUEUE, b"nonsense", properties)
