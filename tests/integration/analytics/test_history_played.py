"""A county's history put into a real broker's log: the service's figures over HTTP come to what was published."""

from __future__ import annotations

from dataclasses import replace

import pytest
import requests

from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from lianfang.runtime.children import until
from lianfang.runtime.history.make import history
from lianfang.runtime.history.plan import read_plan
from lianfang.runtime.history.play import others, play
from services.analytics.shown.__main__ import ROOT
from services.analytics.shown.printed import agrees
from services.analytics.shown.published import CHANGE, read_published

pytestmark = pytest.mark.rabbit
COUNTY, NAME = "350429", "history-350429-1"
FOLDER = ROOT / "scenarios" / "taining"


@pytest.fixture(scope="module")
def events():
    """The history but for its 170 incidents: enough to see that log, service and figures fit together."""
    plan = read_plan(FOLDER / "history.yaml")
    return history(replace(plan, lines=tuple(line for line in plan.lines if line["kind"] != "incidents")), 1)


def get(service, path: str, *roles: str, **query: str):
    headers = service.headers(*roles, region=COUNTY if roles != ("operator",) else "")
    return requests.get(f"{service.url}{path}", params=query, headers=headers, timeout=30)


def read(service) -> int:
    answer = get(service, "/v1/projection", "operator")
    return sum(answer.json().get("places", {}).values()) if answer.ok else 0


def test_the_published_results_come_out_over_http_of_a_history_played_twice(service, vhost, events):
    told: list[int] = []
    for _ in range(2):
        play(vhost.amqp_uri, events, told.append)
    assert sum(told) == 2 * len(events)
    assert until(lambda: read(service) == 2 * len(events), 60), service.log
    about = {"region": COUNTY, "period": "2025"}
    for each in read_published(FOLDER / "published.yaml"):
        if not each.figure or "crime" in each.what.lower():
            continue
        answer = get(service, f"/v1/figures/{each.figure}/change", "supervisor", **about, against="year")
        assert answer.ok, answer.text
        found = answer.json()
        assert agrees(each.printed, found["percent"] if each.ask == CHANGE else found["now"]["value"]), each
        assert found["now"]["notes"] == []
    traced = get(service, "/v1/figures/feels_safe/events", "viewer", **about).json()["items"]
    assert len(traced) == 10
    assert {each["event_id"] for each in traced} <= {event.id for event in events}


@pytest.mark.chaos
def test_a_log_that_holds_something_else_of_the_county_is_told(service, vhost, events):
    assert others(vhost.amqp_uri, COUNTY, NAME) is None
    play(vhost.amqp_uri, events[:50], lambda _: None)
    assert others(vhost.amqp_uri, COUNTY, NAME) is None
    assert others(vhost.amqp_uri, COUNTY, "history-350429-2") is not None
    live = next(event for event in events if event.type == "grid.survey_recorded.v1")
    publisher = ConfirmedPublisher(vhost.amqp_uri, timeout_s=30)
    publisher.start()
    publisher.publish([outgoing(replace(live, id="of-a-service", correlationid="c-1"))])
    publisher.stop()
    found = others(vhost.amqp_uri, COUNTY, NAME)
    assert found is not None
    assert found.example == "grid.survey_recorded.v1"
    assert others(vhost.amqp_uri, "360103", "history-360103-1") is None
