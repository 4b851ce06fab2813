"""Spans: whose child each is, what the caller's flag counts for, and what a failure tells."""

import pytest

from lianfang.ops.tracing import parse, spans
from lianfang.ops.tracing.spans import Kind
from tests.fixtures.traced import Traced

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
UNSAMPLED = CALLER[:-1] + "0"
MALFORMED = ["", "rubbish", CALLER.upper(), "00-" + "0" * 32 + "-b7ad6b7169203331-01", CALLER + "-张三"]


@pytest.fixture
def tracing(tmp_path, monkeypatch):
    """Return a function that turns tracing on with a sampler."""

    def on(sampler, argument="", honour_flags=False):
        monkeypatch.setenv("OTEL_TRACES_SAMPLER", sampler)
        monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", argument)
        return Traced(tmp_path / "spans.jsonl", honour_flags)

    yield on
    spans.close()


def begun_and_ended(parent, outside):
    span = spans.start(Kind.SERVER, "work", parent, outside=outside)
    span.end()
    return parse(span.traceparent)


def test_while_off_a_span_only_passes_its_parents_place_on():
    span = spans.start(Kind.SERVER, "work", CALLER)
    assert not spans.on()
    assert span.traceparent == CALLER


def test_a_child_is_in_its_parents_trace_and_hangs_on_it(traced):
    with spans.within(Kind.INTERNAL, "above", CALLER) as above:
        below = spans.start(Kind.PRODUCER, "below", above.traceparent, {"messaging.system": "rabbitmq"})
        below.note({"lianfang.attempts": 2})
        below.end()
    found = traced.ended()
    assert (found["above"].trace, found["above"].parent) == (CALLER[3:35], CALLER[36:52])
    assert (found["below"].trace, found["below"].parent) == (CALLER[3:35], found["above"].id)
    assert (found["below"].kind, found["above"].kind) == ("producer", "internal")
    assert found["below"].attributes == {"messaging.system": "rabbitmq", "lianfang.attempts": 2}
    assert found["below"].service == "incident"


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_parent_begins_a_new_trace(traced, text):
    place = begun_and_ended(text, outside=True)
    span = traced.ended()["work"]
    assert span.parent == ""
    assert span.trace == place.trace_id != CALLER[3:35]


def test_a_failure_tells_its_type_and_nothing_of_its_text(traced):
    with pytest.raises(ValueError, match="张三"), spans.within(Kind.INTERNAL, "work", ""):
        raise ValueError("张三 13800000000")
    span = traced.ended()["work"]
    assert (span.failed, span.attributes) == (True, {"error.type": "ValueError"})
    assert "13800000000" not in traced.path.read_text()


@pytest.mark.parametrize(("parent", "sampled"), [(CALLER, True), (UNSAMPLED, False)])
def test_a_parent_of_ours_decides_whether_its_trace_is_sampled(tracing, parent, sampled):
    traced = tracing("parentbased_traceidratio", "0" if sampled else "1")
    assert begun_and_ended(parent, outside=False).sampled is sampled
    assert ("work" in traced.ended()) is sampled


@pytest.mark.parametrize(("parent", "ratio", "sampled"), [(CALLER, "0", False), (UNSAMPLED, "1", True)])
def test_a_callers_flag_says_nothing_unless_it_is_honoured(tracing, parent, ratio, sampled):
    traced = tracing("parentbased_traceidratio", ratio)
    place = begun_and_ended(parent, outside=True)
    assert (place.trace_id, place.sampled) == (CALLER[3:35], sampled)
    assert ("work" in traced.ended()) is sampled


@pytest.mark.parametrize(("parent", "ratio", "sampled"), [(CALLER, "0", True), (UNSAMPLED, "1", False)])
def test_a_callers_flag_decides_where_it_is_honoured(tracing, parent, ratio, sampled):
    tracing("parentbased_traceidratio", ratio, honour_flags=True)
    assert begun_and_ended(parent, outside=True).sampled is sampled


def test_what_is_not_sampled_is_passed_on_as_such(tracing):
    traced = tracing("always_off")
    above = spans.start(Kind.SERVER, "above", CALLER)
    below = spans.start(Kind.PRODUCER, "below", above.traceparent)
    below.end()
    above.end()
    assert parse(below.traceparent).trace_id == CALLER[3:35]
    assert not parse(below.traceparent).sampled
    assert traced.ended() == {}
