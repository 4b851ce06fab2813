"""A new or gapped service gets the current releases into its own queue."""

import pytest

from lianfang.contracts.registry import UnknownContract
from lianfang.messaging.outgoing import outgoing_raw
from lianfang.persistence.aggregate import Command
from lianfang.regions.pack.pages import Page, from_pages
from lianfang.regions.world import World
from services.grid.app.send_snapshot import SendSnapshot
from tests.fixtures.packs import COUNTY, GRIDS, small_pack


@pytest.fixture
def send(storage, import_pack):
    import_pack.from_pack(small_pack(), Command("c1"))
    import_pack.from_pack(small_pack("990103", lon=119.6), Command("c2"))
    return SendSnapshot(storage)


def request(county="", request_id="r1", service="incident"):
    return {"request_id": request_id, "service": service, "county": county}


def test_the_pages_make_the_world_that_is_in_force(send, events):
    send(request(), Command("m1"))
    pages = [event["data"] for event in events("incident.replica_page")]
    world = World()
    for county in (COUNTY, "990103"):
        its = [Page(p["page"], p["pages"], p["content_hash"], p["items"]) for p in pages if p["county"] == county]
        world = world.with_items(from_pages(its))
    assert world.grid(GRIDS[0]) is not None
    assert len(world.counties) == 2


def test_the_answer_goes_to_the_one_who_asked_by_the_command_exchange(send, events):
    send(request(COUNTY), Command("m1"))
    messages = [outgoing_raw(event) for event in events("incident.replica_page")]
    assert {(message.exchange, message.routing_key) for message in messages} == {
        ("lianfang.commands", "incident.replica_page.v1.99.01.02")
    }
    assert {event["causationid"] for event in events("incident.replica_page")} == {"m1"}


def test_a_repeated_request_is_answered_once(send, events):
    assert send(request(), Command("m1")) == 2
    assert send(request(), Command("m1-again")) == 0
    assert len(events("incident.replica_page")) == 2
    assert send(request(request_id="r2"), Command("m2")) == 2


def test_only_the_county_asked_for_is_sent_and_an_unknown_one_has_no_pages(send, events):
    assert send(request(COUNTY), Command("m1")) == 1
    assert send(request("350924", "r2"), Command("m2")) == 0


def test_a_service_that_takes_no_replica_is_refused(send, events):
    with pytest.raises(UnknownContract, match="weather"):
        send(request(service="weather"), Command("m1"))
