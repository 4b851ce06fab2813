"""Spans of what is published and handled: parents, names, and whom is believed."""

from dataclasses import replace

import pytest

from lianfang.contracts import catalogue  # noqa: F401 - the registered types
from lianfang.messaging.confirms import PublishFailed
from lianfang.messaging.delivery import ATTEMPTS, RETURN, Delivery
from lianfang.messaging.envelope import Event
from lianfang.messaging.log import Entry
from lianfang.messaging.publisher import outgoing
from lianfang.messaging.spans import following, received, receiving, sending, under
from lianfang.ops.tracing import parse, spans
from tests.fixtures.traced import traced  # noqa: F401

CAUSE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
PUBLISHING = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"
ID = "5e0f6a3c-8b1d-5c58-9a57-2f5b0c6c1f0a"
EVENT = Event(
    ID, "incident.closed.v1", "/services/incident", ID, "2026-11-22T14:00:00+00:00", "350924", {},
    correlationid="call-1", traceparent=CAUSE,
)  # fmt: skip


def delivery(exchange="lianfang.events", user_id="svc-incident", **headers):
    return Delivery("mediation.incidents", b"", exchange, "", user_id, headers, 0, False, ID, "", 1, 1)


def test_a_message_says_by_which_publishing_it_came_and_its_envelope_what_caused_it(traced):  # noqa: F811
    told = []
    (marked,), tell = sending([outgoing(EVENT)], told.append)
    tell(None)
    span = traced.ended()["publish incident.closed.v1"]
    assert told == [None]
    assert (span.kind, span.parent) == ("producer", CAUSE[36:52])
    assert parse(marked.headers["traceparent"]).span_id == span.id
    assert Event.from_json(marked.body).traceparent == CAUSE
    assert span.attributes["messaging.message.id"] == ID
    assert span.attributes["lianfang.correlation_id"] == "call-1"


def test_a_publishing_that_is_not_confirmed_has_failed(traced):  # noqa: F811
    _, tell = sending([outgoing(EVENT)], lambda error: None)
    tell(PublishFailed("no confirm"))
    assert traced.ended()["publish incident.closed.v1"].attributes["error.type"] == "unconfirmed"


def test_what_is_only_moved_or_of_no_trace_stays_as_it_is(traced):  # noqa: F811
    moved = replace(outgoing(EVENT), headers={**outgoing(EVENT).headers, ATTEMPTS: 1, "traceparent": PUBLISHING})
    alone = outgoing(replace(EVENT, traceparent=""))
    marked, tell = sending([moved, alone], lambda error: None)
    tell(None)
    assert marked == [moved, alone]
    assert traced.ended() == {}


def test_a_handling_hangs_on_the_publishing_and_what_it_causes_on_the_handling(traced):  # noqa: F811
    span = receiving(delivery(traceparent=PUBLISHING), EVENT)
    assert under(EVENT, span).traceparent == span.traceparent
    received(span, "park", ValueError("张三"))
    ended = traced.ended()["process mediation.incidents"]
    assert (ended.kind, ended.parent, ended.failed) == ("consumer", PUBLISHING[36:52], True)
    assert ended.attributes["lianfang.outcome"] == "park"
    assert ended.attributes["error.type"] == "ValueError"
    assert ended.attributes["cloudevents.event_type"] == "incident.closed.v1"


def test_a_message_without_the_header_hangs_on_what_caused_it(traced):  # noqa: F811
    received(receiving(delivery(), EVENT), "handled")
    assert traced.ended()["process mediation.incidents"].parent == CAUSE[36:52]


@pytest.mark.parametrize("told", ["张三 13800000000", CAUSE.upper(), "", 7])
def test_a_place_that_is_none_is_passed_on_neither_by_header_nor_by_envelope(told):
    event = replace(EVENT, traceparent=str(told))
    assert not spans.on()
    assert under(event, receiving(delivery(traceparent=told), event)).traceparent == ""


@pytest.mark.parametrize(("exchange", "account", "believed"), [
    ("lianfang.events", "svc-incident", True), ("lianfang.events", "", True), ("lianfang.restricted", "", True),
    ("lianfang.commands", "team-350924.aoyang.case", False), ("lianfang.commands", "", False), (RETURN, "", False),
])  # fmt: skip
def test_only_services_say_whether_a_trace_is_sampled(traced, monkeypatch, exchange, account, believed):  # noqa: F811
    span = receiving(delivery(exchange, account, traceparent=PUBLISHING[:-1] + "0"), EVENT)
    received(span, "handled")
    assert parse(span.traceparent).sampled is not believed
    assert ("process mediation.incidents" in traced.ended()) is not believed


def test_of_a_stretch_of_a_log_each_sampled_message_has_its_span(traced):  # noqa: F811
    headers = outgoing(EVENT).headers
    unsampled = {**headers, "traceparent": PUBLISHING[:-1] + "0"}
    stretch = [Entry(n, "", b"", each, ID, "") for n, each in enumerate([headers, unsampled, {}])]
    with following("lianfang.log", stretch):
        assert not traced.path.read_text()
    span = traced.ended()["process lianfang.log"]
    assert span.parent == CAUSE[36:52]
    assert len(traced.path.read_text().splitlines()) == 1


def test_a_type_that_nobody_registered_names_no_span(traced):  # noqa: F811
    received(receiving(delivery(), replace(EVENT, type="张三.rief.v1")), "park")
    received(receiving(delivery(), None), "park")
    text = traced.path
    traced.ended()
    assert "\\u5f20" not in text.read_text()
    assert {"unknown", "undecodable"} == {
        word for word in ("unknown", "undecodable") if f'"cloudevents.event_type": "{word}"' in text.read_text()
    }
