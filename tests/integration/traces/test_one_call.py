"""One call is one trace, from intake over the bus to a team, back to its incident, and to all that take it."""

from __future__ import annotations

import json

import pytest

from lianfang.ops import logs_fields
from lianfang.ops.tracing.reading import read
from scenarios.tracing.__main__ import page
from scenarios.tracing.call import CALL, PEOPLE

pytestmark = [pytest.mark.traces, pytest.mark.rabbit, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def trace(played):
    return played.trace()


def one(trace, service, name, type=""):
    (found,) = [
        span
        for span in trace.spans
        if (span.service, span.name) == (service, name)
        and type in ("", span.attributes.get("cloudevents.event_type"))
    ]
    return found


def way_up(trace, span):
    """The names from a span to its root."""
    by_id = {each.id: each for each in trace.spans}
    names = []
    while span is not None:
        names.append(span.name)
        span = by_id.get(span.parent)
    return names


def test_nothing_in_it_is_an_orphan(trace):
    (root,) = trace.roots()
    assert (root.service, root.name, root.parent) == ("incident", "POST /v1/incidents", "")
    assert all(span.start >= root.start for span in trace.spans)
    assert not any(span.failed for span in trace.spans)


def test_it_goes_from_intake_to_the_team_and_back_to_the_incident(trace):
    taken = one(trace, "incident", "process incident.commands", "incident.acknowledge_task.v1")
    assert taken.attributes["lianfang.outcome"] == "handled"
    assert way_up(trace, taken) == [
        "process incident.commands", "publish incident.task_requested.v1", "execute incidents",
        "POST /v1/incidents",
    ]  # fmt: skip
    answer = one(trace, "incident", "publish incident.task_acknowledged.v1")
    assert way_up(trace, answer)[:3] == [answer.name, "execute incidents", taken.name]


@pytest.mark.parametrize(("service", "queue"), [
    ("mediation", "mediation.incidents"), ("patrol", "patrol.incidents"), ("analytics", "lianfang.log"),
])  # fmt: skip
def test_it_goes_through_every_service_that_takes_the_call(trace, service, queue):
    span = one(trace, service, f"process {queue}", "incident.reported.v1")
    assert way_up(trace, span)[1:] == ["publish incident.reported.v1", "execute incidents", "POST /v1/incidents"]


def test_what_another_service_makes_of_it_goes_on_in_it(trace):
    opened = next(span for span in trace.spans if span.name.startswith("publish mediation."))
    assert "process mediation.incidents" in way_up(trace, opened)
    counted = one(trace, "analytics", "process lianfang.log", opened.attributes["cloudevents.event_type"])
    assert counted.parent == opened.id


def test_no_span_of_the_run_names_a_person(played):
    text = json.dumps([json.loads(line) for line in played.spans.open()], ensure_ascii=False)
    assert played.incident in text
    assert [word for word in [*PEOPLE.values(), "13800000000", "张三", "李四", "胜利街"] if word in text] == []
    assert CALL["reporter"]["phone"] not in text


def test_attributes_are_those_of_the_semantic_conventions_or_our_own(played):
    from opentelemetry.semconv._incubating.attributes import cloudevents_attributes, messaging_attributes
    from opentelemetry.semconv.attributes import error_attributes, http_attributes, url_attributes

    conventions = (cloudevents_attributes, messaging_attributes, error_attributes, http_attributes, url_attributes)
    known = {value for each in conventions for value in vars(each).values() if isinstance(value, str)}
    used = {name for span in read(played.spans) for name in span.attributes}
    assert {name for name in used if not name.startswith("lianfang.")} <= known
    assert "http.route" in used
    assert "messaging.message.conversation_id" in used


def test_the_log_lines_of_all_services_have_documented_fields_and_lead_to_the_trace(played, trace):
    logs = list((played.spans.parent / "stack" / "log").glob("*.log"))
    lines = [json.loads(line) for log in logs for line in log.read_text().splitlines() if line.startswith("{")]
    assert {line["service"] for line in lines} == {"grid", "incident", "mediation", "patrol", "analytics"}
    assert {name for line in lines for name in line} <= logs_fields.names()
    (asked,) = [line for line in lines if line.get("correlation_id") == played.correlation and "route" in line]
    root = trace.roots()[0]
    assert (asked["trace_id"], asked["span_id"]) == (trace.id, root.id)


def test_the_page_shows_it_as_a_tree(played):
    text = page(played)
    assert "process incident.commands  [incident.acknowledge_task.v1 handled]" in text
    assert "hang on spans that are not here" not in text
