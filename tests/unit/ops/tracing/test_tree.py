"""Traces read back from their file."""

import json

import pytest

from lianfang.ops.tracing import spans, tree
from lianfang.ops.tracing.reading import NoSpans, read, traces
from lianfang.ops.tracing.spans import Kind
from lianfang.runtime.cli.app import run

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def file(traced):
    """Two traces: a call with what it caused, and another call."""
    with spans.within(Kind.SERVER, "POST /v1/incidents", CALLER, {"lianfang.correlation_id": "call-1"}) as top:
        for queue in ("mediation.incidents", "patrol.incidents"):
            with spans.within(Kind.CONSUMER, f"process {queue}", top.traceparent) as span:
                span.note({"lianfang.outcome": "handled"})
    with spans.within(Kind.SERVER, "GET /v1/incidents", ""):
        pass
    spans.close()
    return traced.path


def test_a_trace_is_printed_as_a_tree(file, capsys):
    assert run(["trace", str(file), "--correlation", "call-1"]) == 0
    first, _, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith(f"trace {CALLER[3:35]}")
    assert "(3 spans, " in first
    assert [line[21:] for line in rest] == [
        "incident   POST /v1/incidents",
        "incident   ├─ process mediation.incidents  [handled]",
        "incident   └─ process patrol.incidents  [handled]",
    ]


def test_without_an_id_traces_are_listed(file, capsys):
    assert run(["trace", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [("POST" in line, "GET" in line) for line in lines] == [(True, False), (False, True)]


def test_what_hangs_on_a_span_that_is_not_there_is_told(file):
    whole, _ = traces(read(file))
    (broken,) = traces(span for span in whole.spans if span.name != "POST /v1/incidents")
    assert len(whole.roots()) == 1
    assert len(broken.roots()) == 2
    assert "1 parts hang on spans that are not here" in tree.head(broken)


def test_an_id_that_is_not_there_is_a_line_with_the_remedy(file, capsys):
    assert run(["trace", str(file), "--correlation", "nobody"]) == 2
    assert "no trace in" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["{}", "no json", json.dumps([1]), '{"context": {"trace_id": 3}}'])
def test_a_file_of_something_else_is_refused_by_its_line(tmp_path, line, capsys):
    (tmp_path / "log").write_text(f"{line}\n")
    with pytest.raises(NoSpans, match="line 1 is no span"):
        list(read(tmp_path / "log"))
    assert run(["trace", str(tmp_path / "log")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_line_that_is_still_being_written_is_left_for_the_next_time(file):
    before = len(list(read(file)))
    with file.open("a") as more:
        more.write('{"name": "half')
    assert len(list(read(file))) == before
