"""Mediation under faults: every fault point by itself, then minutes of faults at random under load, then the books.

`make chaos`; LIANFANG_CHAOS_SEED repeats a run, LIANFANG_CHAOS_SECONDS says how long.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
import requests

from lianfang.runtime.ports import free_ports
from tests.e2e.mediation.office import Office, now

pytestmark = [pytest.mark.rabbit, pytest.mark.chaos]
SECONDS = float(os.environ.get("LIANFANG_CHAOS_SECONDS", "180"))
POINTS = (
    "usecase.after_commit", "relay.after_confirm", "relay.before_clear", "relay.after_clear",
    "subscription.before_handler", "subscription.before_ack",
)  # fmt: skip
PRINTING = ("printing.after_render", "printing.after_file")


class Clients:
    """Officers and call takers who work on, and try again under the same key until they are answered."""

    def __init__(self, office: Office, pause_s: float) -> None:
        self.office, self._pause_s = office, pause_s
        self.incidents: list[str] = []
        self.visits: list[str] = []
        self.printed = 0
        self.refused: list[str] = []
        self.stop = threading.Event()

    def close(self) -> None:
        """Let them go home."""
        self.stop.set()

    def work(self, seed: int) -> None:
        """Report disputes by call and by visit, let some be agreed about and printed, until told to stop."""
        chance, number = random.Random(seed), 0
        while not self.stop.is_set():
            number += 1
            time.sleep(chance.uniform(0, 2 * self._pause_s))
            try:
                if chance.random() < 0.6:
                    self._call(f"chaos-{seed}-{number}", number)
                else:
                    self._visit(f"chaos-{seed}-{number}", printed=chance.random() < 0.3)
            except AssertionError as error:
                self.refused.append(str(error))

    def _call(self, key: str, number: int) -> None:
        self.incidents.append(until_answered(lambda: self.office.call(number, key=key)))

    def _visit(self, key: str, *, printed: bool) -> None:
        parties = [{"ref": f"p-{side}", "side": side, "name": f"演练{key}{side}"} for side in "ab"]
        case = self._sent("/v1/cases", {"source": "visit", "text": "演练", "parties": parties}, key)["id"]
        self.visits.append(case)
        if printed:
            letter = {
                "reason": "应由政府处理",
                "organ": "演练派出所",
                "contact": {"name": "演练丙", "phone": "0593-0"},
            }
            self._sent(f"/v1/cases/{case}/transfer", {"body": "justice_office"}, f"{key}-transfer")
            self._sent(f"/v1/cases/{case}/documents", {"kind": "transfer_letter", "data": letter}, f"{key}-letter")
            self.printed += 1

    def _sent(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        def send() -> dict[str, Any]:
            answer = self.office.send(path, body, key=key)
            if answer.status_code in (503, 500):
                raise requests.ConnectionError(answer.text)
            assert answer.status_code < 300, (path, answer.text)
            return dict(answer.json())

        return dict(until_answered(send))


def until_answered(ask: Callable[[], Any], patience_s: float = 120.0) -> Any:
    """Ask until there is an answer, as a client does whose service is away."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return ask()
        except requests.RequestException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def kill(office: Office, chance: random.Random) -> None:
    office.process.kill()
    time.sleep(chance.uniform(0, 2))
    office.process.start()


def end(office: Office, _chance: random.Random) -> None:
    assert office.process.terminate() == 0, "a clean stop"
    office.process.start()


def kill_at_a_point(office: Office, chance: random.Random) -> None:
    office.spine.dies_at(f"{chance.choice(POINTS)}:{chance.randint(1, 3)}", service="mediation", seconds=60)


def kill_in_printing(office: Office, chance: random.Random) -> None:
    office.spine.dies_at(chance.choice(PRINTING), service="mediation", seconds=90)


def kill_broker(office: Office, chance: random.Random) -> None:
    office.spine.broker.kill()
    time.sleep(chance.uniform(0, 3))
    office.spine.broker.start()


def block_publishers(office: Office, chance: random.Random) -> None:
    with office.spine.broker.publishers_blocked():
        time.sleep(chance.uniform(0.5, 4))


def lock_store(office: Office, chance: random.Random) -> None:
    path = office.spine.stack.state.services["mediation"].store_uri.removeprefix("sqlite://")
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(chance.uniform(1, 8))
        other.execute("ROLLBACK")


def replica_comes_and_is_killed(office: Office, chance: random.Random) -> None:
    (port,) = free_ports(1)
    replica = office.spine.process("mediation", same_ports=False, HTTP_PORT=str(port))
    replica.start()
    try:
        replica.wait_ready()
        time.sleep(chance.uniform(0, 4))
    finally:
        replica.kill()


FAULTS = (
    kill, kill, end, kill_at_a_point, kill_at_a_point, kill_in_printing, kill_broker, block_publishers, lock_store,
    replica_comes_and_is_killed,
)  # fmt: skip


@pytest.mark.timeout(300)
def test_a_hundred_calls_while_the_service_dies_at_every_point(office, spine):
    since, incidents = now(), []
    for point in POINTS:
        office.process.kill()
        incidents += office.calls(100 // len(POINTS) + 1)
        spine.dies_at(point, service="mediation")
    cases = office.one_case_each(incidents, since)
    assert len({each["id"] for each in cases}) == len(incidents) >= 100


def test_a_case_that_was_committed_and_not_answered_is_the_same_when_the_officer_asks_again(office, spine):
    since, body = now(), {"source": "visit", "text": "演练"}
    office.process.kill()
    doomed = spine.process("mediation", FAULT="usecase.after_commit")
    doomed.start()
    doomed.wait_ready()
    with pytest.raises(requests.ConnectionError):
        office.send("/v1/cases", body, key="asked-again")
    doomed.kill()
    office.process.start()
    office.process.wait_ready()
    again = office.send("/v1/cases", body, key="asked-again")
    assert again.status_code in (200, 201), again.text
    (case,) = office.listed(since)
    assert case["id"] == again.json()["id"]
    assert len({event.id for event in office.wait_told("case_opened", case_id=case["id"])}) == 1


@pytest.mark.timeout(SECONDS + 400)
def test_the_books_of_mediation_balance_after_faults_at_random_under_load(office, spine, capsys):
    seed = int(os.environ.get("LIANFANG_CHAOS_SEED") or random.SystemRandom().randint(1, 10**9))
    chance, done, until = random.Random(seed), [], time.monotonic() + SECONDS
    with capsys.disabled():
        print(f"\nchaos: LIANFANG_CHAOS_SEED={seed}, {SECONDS:g} s")
    clients, since = Clients(office, pause_s=0.3), now()
    with office.hurried(3), ThreadPoolExecutor(3) as pool, closing(clients):
        working = [pool.submit(clients.work, seed + number) for number in range(3)]
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.5, 3))
            fault = chance.choice(FAULTS)
            done.append(fault.__name__)
            fault(office, chance)
            office.process.wait_ready()
            assert not clients.refused
        clients.close()
        for each in working:
            each.result(150)
    told = f"{len(clients.incidents)} calls, {len(clients.visits)} visits, {clients.printed} to be printed"
    with capsys.disabled():
        print(f"chaos: {len(done)} faults ({', '.join(done)}); {told}")
    assert not clients.refused
    _balanced(office, clients, since)


def _balanced(office: Office, clients: Clients, since: Any) -> None:
    office.spine.tap.wait(
        lambda _: set(clients.incidents) <= {e.data.get("incident_id") for e in office.told("case_opened", since)},
        60, "every call is told",
    )  # fmt: skip
    cases = {each["id"]: office.get(each["id"]) for each in office.listed(since)}
    called = [o["ref"] for each in cases.values() for o in each["origins"] if o["source"] == "incident"]
    assert sorted(called) == sorted(clients.incidents), "one case for each call"
    assert set(clients.visits) <= cases.keys()
    assert len(cases) == len(set(clients.visits)) + len(clients.incidents), "and no other"
    office.spine.tap.wait(
        lambda _: office.spine.metric("lianfang_outbox_oldest_pending_seconds", "mediation") == 0, 30
    )
    opened = {(event.id, event.data["case_id"]) for event in office.told("case_opened", since)}
    assert sorted(case for _, case in opened) == sorted(cases), "each is told under one id"
    for id in cases:
        _told_as_it_is(office, id)


def _told_as_it_is(office: Office, id: str) -> None:
    """Its documents are printed once, with the hash of their bytes; each deadline it missed is told once."""
    missed = {event.id: event.data["due_at"] for event in office.told("deadline_missed", case_id=id)}
    assert len(missed) == office.get(id)["missed"]

    def printed(_: Any) -> bool:
        documents = office.look(f"/v1/cases/{id}/documents").json()["items"]
        return all(each["state"] == "issued" for each in documents)

    office.spine.tap.wait(printed, 60, f"the documents of {id}")
    for each in office.look(f"/v1/cases/{id}/documents").json()["items"]:
        told = {event.id: event.data for event in office.wait_told("document_issued", case_id=id)}
        (one,) = told.values()
        file = office.look(f"/v1/cases/{id}/documents/{each['document']}/1", query={"purpose": "drill"})
        assert one["sha256"] == each["sha256"] == hashlib.sha256(file.content).hexdigest()
