from hypothesis import given
from hypothesis import strategies as st

from lianfang.ops.tracing import Traceparent, child_of, parse, start

SAMPLE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
IDS = st.integers(1, 2**128 - 1), st.integers(1, 2**64 - 1)


@given(*IDS, st.booleans())
def test_what_is_written_is_read_back(trace, span, sampled):
    written = Traceparent(f"{trace:032x}", f"{span:016x}", sampled)
    assert parse(str(written)) == written


def test_a_child_stays_in_the_trace_under_a_span_of_its_own():
    parent, child = parse(SAMPLE), parse(child_of(SAMPLE))
    assert (child.trace_id, child.sampled) == (parent.trace_id, parent.sampled)
    assert child.span_id != parent.span_id


def test_an_unsampled_trace_stays_unsampled():
    assert child_of(SAMPLE[:-1] + "0").endswith("-00")


@given(st.text(max_size=60) | st.sampled_from([
    "", SAMPLE.upper(), SAMPLE + "-more", "ff" + SAMPLE[2:], "00-" + "0" * 32 + SAMPLE[35:],
    SAMPLE[:36] + "0" * 16 + "-01",
]))  # fmt: skip
def test_a_malformed_header_starts_a_new_trace(text):
    assert parse(text) is None
    assert parse(child_of(text)) is not None


def test_a_later_version_with_more_in_it_is_understood():
    assert parse("01" + SAMPLE[2:] + "-new") == parse(SAMPLE)


def test_two_traces_differ():
    assert start() != start()
