"""Field records on a real broker: what is told over HTTP is heard, and a hazard comes to the team that has it."""

import json

import pika
import pytest
import requests

from lianfang.messaging.accounts.credentials import uri_for
from lianfang.runtime.provision import provision
from tests.fixtures.grid import files_of, zipped
from tests.fixtures.grid_records import TEAM, FieldGrid, ago, duty, grade, hazard, population, visit
from tests.fixtures.packs import COUNTY, small_pack
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit


@pytest.fixture(scope="module")
def bus(broker):
    fresh = broker.new_vhost()
    provision(fresh.management_uri, fresh.vhost, {"grid": "grid-password"})
    yield fresh
    broker.delete_vhost(fresh.vhost)


@pytest.fixture(scope="module")
def field(bus, tmp_path_factory):
    uri = uri_for(bus.amqp_uri, "svc-grid", "grid-password")
    process = FieldGrid(tmp_path_factory.mktemp("grid"), LIANFANG_BUS_URI=uri, LIANFANG_PUBLISH_TIMEOUT="5")
    process.start()
    until(lambda: requests.get(f"{process.ops}/readyz", timeout=60).ok, 60)
    files = files_of(small_pack(), tmp_path_factory.mktemp("packs") / "made")
    assert process.send(zipped(files), region=COUNTY).status_code == 201
    yield process
    process.stop()


@pytest.fixture
def listening(bus):
    """Binds a queue of its own to keys of the open exchange; returns a reader of what came."""
    connection = pika.BlockingConnection(pika.URLParameters(bus.amqp_uri))
    channel = connection.channel()

    def bind(*keys):
        queue = channel.queue_declare("", exclusive=True).method.queue
        for key in keys:
            channel.queue_bind(queue, "lianfang.events", key)
        taken = []

        def read():
            while (got := channel.basic_get(queue, auto_ack=True))[0] is not None:
                taken.append((got[0].routing_key, json.loads(got[2])))
            return taken

        return read

    yield bind
    connection.close()


def test_every_record_is_heard_with_its_place_in_the_key(field, listening):
    heard = listening("grid.*.v1.99.01.02.#")
    told = field.tell("/v1/hazards", hazard(missing=[])).json()
    field.tell(f"/v1/hazards/{told['id']}/resolve", {"at": ago(), "outcome": "removed"})
    for path, body in (
        ("/v1/visits", visit()), ("/v1/populations", population()), ("/v1/places", grade()), ("/v1/duties", duty()),
    ):  # fmt: skip
        assert field.tell(path, body).status_code == 201
    expected = {
        "grid.hazard_found.v1", "grid.hazard_resolved.v1", "grid.visit_recorded.v1", "grid.population_counted.v1",
        "grid.place_graded.v1", "grid.duty_recorded.v1",
    }  # fmt: skip
    until(lambda: {event["type"] for _, event in heard()} >= expected, 60)
    keys = [key for key, event in heard() if event["type"] == "grid.visit_recorded.v1"]
    assert keys == ["grid.visit_recorded.v1.99.01.02.100.001.1001"]
    assert "officer-7" not in json.dumps([event for _, event in heard()])


def test_a_hazard_comes_to_its_team_under_the_key_that_team_queues_are_bound_by(field, listening):
    _, zone, team = TEAM.split(".")
    heard = listening(f"grid.*.v1.99.01.02.{zone}.{team}")
    told = field.tell("/v1/hazards", hazard(team=TEAM)).json()
    until(heard, 60)
    assert [(event["type"], event["data"]["hazard"]) for _, event in heard()] == [
        ("grid.hazard_assigned.v1", told["id"])
    ]
