"""The grid service on a real broker: a county's pack over HTTP, its release on the bus, snapshots on request."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pika
import pytest
import requests

from lianfang.messaging.accounts.credentials import uri_for
from lianfang.messaging.envelope import Event
from lianfang.regions.pack.archive import archive
from lianfang.regions.pack.pages import Page, from_pages
from lianfang.regions.world import World
from lianfang.runtime.provision import provision
from tests.fixtures.grid import SHOUNING, GridProcess, zipped
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
COUNTY = "350924"
ACCOUNTS = {"grid": "grid-password", "incident": "incident-password"}


@pytest.fixture(scope="module")
def bus(broker):
    fresh = broker.new_vhost()
    provision(fresh.management_uri, fresh.vhost, ACCOUNTS)
    yield fresh
    broker.delete_vhost(fresh.vhost)


@pytest.fixture(scope="module")
def channel(bus):
    """What the incident service would use: its queue, its account."""
    uri = uri_for(bus.amqp_uri, "svc-incident", ACCOUNTS["incident"])
    connection = pika.BlockingConnection(pika.URLParameters(uri))
    yield connection.channel()
    connection.close()


@pytest.fixture(scope="module")
def grid(bus, channel, tmp_path_factory):
    uri = uri_for(bus.amqp_uri, "svc-grid", ACCOUNTS["grid"])
    process = GridProcess(tmp_path_factory.mktemp("grid"), LIANFANG_BUS_URI=uri, LIANFANG_PUBLISH_TIMEOUT="5")
    process.start()
    until(lambda: requests.get(f"{process.ops}/readyz", timeout=60).ok, 60)
    yield process
    process.stop()


@pytest.fixture(scope="module")
def imported(grid):
    """寿宁, imported once, and what that put into the queue incident.releases."""
    return grid.send(archive(SHOUNING), region=COUNTY)


def take(channel, enough):
    """Take messages from incident.releases until there are enough."""
    taken = []

    def all_there():
        method, _, body = channel.basic_get("incident.releases", auto_ack=True)
        if method is not None:
            taken.append((method.exchange, json.loads(body)))
        return taken and enough(taken)

    until(all_there, 15, f"{len(taken)} taken")
    return taken


@pytest.fixture(scope="module")
def released(imported, channel):
    """The messages of the import, in their order."""
    return take(channel, lambda taken: taken[-1][1]["type"] == "grid.release_published.v1")


def world_of(events):
    pages = [
        Page(e["data"]["page"], e["data"]["pages"], e["data"]["content_hash"], e["data"]["items"]) for e in events
    ]
    return World.from_items(from_pages(pages))


def ask(channel, **data):
    """Ask for a snapshot as the incident service does."""
    request = {"request_id": str(uuid.uuid4()), "service": "incident", "county": "", **data}
    event = Event(
        id=str(uuid.uuid4()), type="grid.request_snapshot.v1", source="/services/incident", subject="",
        time=datetime.now(UTC).isoformat(), region=request["county"], data=request,
    )  # fmt: skip
    properties = pika.BasicProperties(message_id=event.id, user_id="svc-incident", delivery_mode=2)
    channel.basic_publish("lianfang.commands", "grid.request_snapshot.v1", event.to_json(), properties)
    return request["request_id"]


def test_a_whole_county_is_released_pages_first_then_the_pointer(imported, released):
    assert imported.status_code == 201, imported.text
    types = [event["type"] for _, event in released]
    assert types == ["grid.release_page.v1"] * (len(types) - 1) + ["grid.release_published.v1"]
    assert {exchange for exchange, _ in released} == {"lianfang.events"}
    published = released[-1][1]["data"]
    assert published["release_id"] == imported.json()["release"]
    assert published["counts"]["grid"] == 1327
    world = world_of([event for _, event in released[:-1]])
    assert len(world.counties[COUNTY].grids) == 1327


def test_points_of_the_county_are_located(grid, imported):
    teams = grid.get("/v1/teams", region=COUNTY, capability="command").json()["items"]
    assert [one["team"] for one in teams] == [f"{COUNTY}.county.command"]
    answer = grid.get("/v1/locate", within=COUNTY, lon=119.504, lat=27.456).json()
    assert answer["grid"]["code"].startswith(answer["village"]["code"])
    assert answer["village"]["code"].startswith(answer["township"]["code"])
    assert answer["release"] == imported.json()["release"]


def test_a_service_that_lacks_the_release_gets_it_into_its_queue_once(channel, released):
    request = ask(channel)
    replies = take(channel, lambda taken: len(taken) == taken[0][1]["data"]["pages"])
    assert {exchange for exchange, _ in replies} == {"lianfang.commands"}
    assert {event["type"] for _, event in replies} == {"incident.replica_page.v1"}
    assert {event["data"]["request_id"] for _, event in replies} == {request}
    pages = [event for _, event in released[:-1]]
    assert world_of([event for _, event in replies]).counties.keys() == world_of(pages).counties.keys()
    ask(channel, request_id=request)  # a repeat
    other = ask(channel, county=COUNTY)
    replies = take(channel, lambda taken: len(taken) == taken[0][1]["data"]["pages"])
    assert {event["data"]["request_id"] for _, event in replies} == {other}


def test_a_request_in_another_service_s_name_is_parked(channel, bus, released):
    ask(channel, service="billing")
    management = f"{bus.management_uri}/api/queues/{bus.vhost}/grid.commands.dead/get"
    look = {"count": 1, "ackmode": "ack_requeue_true", "encoding": "auto"}
    dead = until(lambda: requests.post(management, json=look, timeout=60).json(), 60)
    assert "may not ask for billing" in dead[0]["properties"]["headers"]["lianfang-reason"]


def test_a_bad_pack_changes_nothing_and_says_nothing_on_the_bus(grid, channel, released):
    before = grid.get("/v1/releases").json()
    files = {path.name: path.read_bytes() for path in SHOUNING.iterdir()}
    files["zones.yaml"] = b"zones: []"
    answer = grid.send(zipped(files))
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == min(100, answer.json()["errors_found"])
    assert grid.get("/v1/releases").json() == before
    assert channel.basic_get("incident.releases", auto_ack=True)[0] is None


def test_others_are_answered_while_a_county_is_judged(grid, imported):
    with ThreadPoolExecutor(1) as pool:
        judging = pool.submit(grid.send, archive(SHOUNING))
        answered = 0
        while not judging.done():
            answered += grid.get("/v1/releases").ok
    assert judging.result().status_code == 200
    assert answered > 5
