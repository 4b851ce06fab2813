"""The incident service as processes on a real broker. The grid service is never there: its word comes from here."""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pika
import pytest
import requests

import lianfang.contracts.grid
import lianfang.contracts.incident  # noqa: F401 - the kinds of what is published here
from lianfang.messaging.envelope import CONTENT_TYPE, Event
from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from lianfang.regions.pack import Pack
from lianfang.runtime.broker import Broker
from lianfang.runtime.ports import free_ports
from lianfang.runtime.process import ManagedProcess, service_command
from lianfang.web.tokens import issue
from tests.fixtures.accounts import Bus, make_bus, take
from tests.fixtures.incident import COUNTY, KEY, release, small_pack
from tests.fixtures.inherited import INHERITED
from tests.fixtures.waiting import until

TOKEN_KEY = "k" * 40
TEAMS = ("left.case", "left.traffic", "left.community", "left.command", "right.case", "county.command",
         "county.supervision", "left.shop-001", "left.shop-002", "left.shop-003")  # fmt: skip


@dataclass
class Service:
    """One process of the incident service."""

    process: ManagedProcess
    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def call(
        self, method: str, path: str, body: Any = None, *roles: str, key: str = "", **more: Any
    ) -> requests.Response:
        """Send a request. more: claims of the token (region, team, subject), or `headers`."""
        headers = {"Authorization": f"Bearer {token(*roles, **{k: v for k, v in more.items() if k != 'headers'})}"}
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        headers |= more.get("headers", {})
        return self.session.request(method, f"{self.url}{path}", json=body, headers=headers, timeout=60)

    def report(self, key: str = "", region: str = COUNTY, **body: Any) -> dict[str, Any]:
        """Report something and return the incident."""
        given = {"source": "call", "category": "100200", **body}
        answer = self.call("POST", "/v1/incidents", given, "intake", key=key, region=region, subject="call-center")
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, id: str, what: str = "", *roles: str, **claims: Any) -> dict[str, Any]:
        """Read an incident, or something of it, as a supervisor of the whole country unless said otherwise."""
        asking = {"region": "", **claims}
        answer = self.call("GET", f"/v1/incidents/{id}{what}", None, *(roles or ("supervisor",)), **asking)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def token(*roles: str, region: str = COUNTY, team: str = "", subject: str = "somebody") -> str:
    return issue(TOKEN_KEY, subject, roles or ("viewer",), region=region, team=team)


@dataclass
class Town:
    """A broker with its accounts, and incident processes over one store."""

    bus: Bus
    folder: Path
    uris: dict[str, str] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    publisher: ConfirmedPublisher | None = None

    def start(self, count: int = 1) -> list[Service]:
        """Start processes and wait until they are ready."""
        fresh: list[Any] = []
        for _ in range(count):
            http, ops = free_ports(2)
            environment = {
                **INHERITED, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1",
                "LIANFANG_BUS_URI": self.uris["incident"],
                "LIANFANG_STORE_URI": f"sqlite:///{self.folder / 'i.db'}",
                "LIANFANG_HTTP_PORT": str(http), "LIANFANG_OPS_PORT": str(ops), "LIANFANG_TOKEN_KEY": TOKEN_KEY,
                "LIANFANG_FIELD_KEYS": KEY, "LIANFANG_LOG_LEVEL": "WARNING",
            }  # fmt: skip
            log = self.folder / f"incident-{len(self.services) + len(fresh)}.log"
            process = ManagedProcess("incident", service_command("incident"), environment, log, ops)
            process.start()
            fresh.append(Service(process, f"http://127.0.0.1:{http}"))
        for service in fresh:
            service.process.wait_ready(30)
        self.services += fresh
        return fresh

    def publish_release(self, number: int = 1, pack: Pack | None = None) -> None:
        """Publish a registry, by default the small county's, as the grid service does."""
        for kind, data in release(pack or small_pack(), number):
            name = "release_page" if kind == "page" else "release_published"
            self.say(f"grid.{name}.v1", data)

    def say(self, type: str, data: dict[str, Any], region: str = COUNTY) -> None:
        """Publish as the grid service."""
        if self.publisher is None:
            self.publisher = ConfirmedPublisher(self.uris["grid"])
            self.publisher.start()
        now = datetime.now(UTC).isoformat()
        event = Event(str(uuid.uuid4()), type, "/services/grid", region, now, region, data)
        self.publisher.publish([outgoing(event)])

    def end(self) -> None:
        """End all processes."""
        if self.publisher is not None:
            self.publisher.stop()
        for service in self.services:
            service.process.terminate()


@pytest.fixture(scope="module")
def town(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A broker's virtual host with services, teams and a district; no process runs yet."""
    vhost = broker.new_vhost()
    bus = make_bus(vhost)
    made = Town(bus, tmp_path_factory.mktemp("town"))
    for name in ("incident", "grid"):
        made.uris[name] = bus.accounts.add_service(name).uri
    for team in TEAMS:
        made.uris[team] = bus.accounts.add_team(f"{COUNTY}.{team}").uri
    made.uris["district"] = bus.accounts.add_district(COUNTY).uri
    yield made
    made.end()
    broker.delete_vhost(vhost.vhost)


@pytest.fixture(scope="module")
def service(town: Town) -> Service:
    """One ready process whose replica holds the small county."""
    (one,) = town.start()
    town.publish_release()
    until(lambda: one.report(place={"text": "?"})["release"])
    return one


@dataclass
class Inbox:
    """What a team's or district's client has taken from its queue."""

    uri: str
    queue: str
    events: list[dict[str, Any]] = field(default_factory=list)

    def wait(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = 90.0) -> dict[str, Any]:
        """Return the first event that is wanted."""

        def look() -> dict[str, Any] | None:
            self.drain(0.05)
            return next((event for event in self.events if wanted(event)), None)

        found: dict[str, Any] = until(look, seconds)
        return found

    def about(self, incident: str, name: str) -> dict[str, Any]:
        """Wait for an incident's event of a name."""
        return self.wait(lambda event: event["subject"] == incident and event["type"] == f"incident.{name}.v1")

    def drain(self, seconds: float = 0.5) -> list[dict[str, Any]]:
        """Take what is there and return all so far."""
        connection = pika.BlockingConnection(pika.URLParameters(self.uri))
        try:
            self.events += [json.loads(body) for _, _, body in take(connection, self.queue, seconds, 1000)]
        finally:
            connection.close()
        return self.events


@pytest.fixture(scope="module")
def inbox(town: Town) -> Callable[[str], Inbox]:
    """Inboxes by team (without the county) or "district"."""
    made: dict[str, Inbox] = {}

    def of(name: str) -> Inbox:
        queue = f"district.{COUNTY}" if name == "district" else f"team.{COUNTY}.{name}"
        return made.setdefault(name, Inbox(town.uris[name], queue))

    return of


@pytest.fixture
def parked(town: Town) -> Iterator[Callable[[str, int], list[dict[str, Any]]]]:
    """Take the events that were parked of a queue."""
    admin = pika.BlockingConnection(pika.URLParameters(town.bus.admin_uri))
    yield lambda queue, count: [json.loads(body) for _, _, body in take(admin, f"{queue}.dead", 10, count)]
    admin.close()


@pytest.fixture
def command(town: Town) -> Callable[..., str]:
    """Send a command as a team's client does, and return its id."""

    def send(
        team: str, name: str, task: dict[str, Any], incident: str, *, user_id: str | None = "own", **data: Any
    ) -> str:
        id = str(uuid.uuid4())
        said = {"command_id": id, "incident_id": incident, "task_id": task["id"], **data}
        event = Event(
            str(uuid.uuid4()), f"incident.{name}.v1", f"/teams/{COUNTY}.{team}", incident,
            datetime.now(UTC).isoformat(), COUNTY, said,
        )  # fmt: skip
        own = f"team-{COUNTY}.{team}" if user_id == "own" else user_id
        connection = pika.BlockingConnection(pika.URLParameters(town.uris[team]))
        channel = connection.channel()
        channel.confirm_delivery()
        words = ".".join((COUNTY[:2], COUNTY[2:4], COUNTY[4:]))
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE, delivery_mode=2, message_id=event.id, user_id=own
        )
        channel.basic_publish("lianfang.commands", f"incident.{name}.v1.{words}", event.to_json(), properties)
        connection.close()
        return str(said["command_id"])

    return send
