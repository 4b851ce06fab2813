"""A request's span says the route, never what stood in the path."""

import pytest

from lianfang.ops.tracing import parse, spans
from lianfang.web.spans import begin, end
from tests.fixtures.traced import traced  # noqa: F401

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
HOSTILE = {
    "REQUEST_METHOD": "POST", "PATH_INFO": "/people/张三", "QUERY_STRING": "phone=13800000000",
    "HTTP_TRACEPARENT": CALLER, "HTTP_TRACESTATE": "a=13800000000", "HTTP_BAGGAGE": "name=13800000000",
    "HTTP_USER_AGENT": "13800000000", "REMOTE_ADDR": "10.1.2.3", "wsgi.url_scheme": "http",
}  # fmt: skip


def test_it_is_named_by_the_route_and_continues_the_callers_trace(traced):  # noqa: F811
    end(begin(HOSTILE), HOSTILE, "/people/<name>", 201, "call-1")
    span = traced.ended()["POST /people/<name>"]
    assert (span.kind, span.trace, span.parent) == ("server", CALLER[3:35], CALLER[36:52])
    assert span.attributes == {
        "http.request.method": "POST", "http.route": "/people/<name>", "http.response.status_code": 201,
        "url.scheme": "http", "lianfang.correlation_id": "call-1",
    }  # fmt: skip
    assert [word for word in ("13800000000", "\\u5f20", "10.1.2.3") if word in traced.path.read_text()] == []


def test_without_a_route_it_is_named_by_the_method_and_a_correlation_id_like_a_number_is_left_out(traced):  # noqa: F811
    end(begin(HOSTILE), HOSTILE, "", 404, "13800000000")
    assert set(traced.ended()["POST"].attributes) == {
        "http.request.method", "http.response.status_code", "url.scheme",
    }  # fmt: skip


@pytest.mark.parametrize(("status", "failed"), [(404, False), (499, False), (500, True), (503, True)])
def test_only_what_failed_here_counts_as_failed(traced, status, failed):  # noqa: F811
    end(begin(HOSTILE), HOSTILE, "", status, "")
    assert traced.ended()["POST"].failed is failed


def test_a_method_of_ones_own_making_names_no_span(traced):  # noqa: F811
    environ = HOSTILE | {"REQUEST_METHOD": "ZHANGSAN"}
    end(begin(environ), environ, "", 405, "")
    assert set(traced.ended()) == {"_OTHER"}


def test_while_off_the_trace_goes_on_all_the_same():
    assert not spans.on()
    assert parse(begin(HOSTILE).traceparent).trace_id == CALLER[3:35]
    assert parse(begin(HOSTILE | {"HTTP_TRACEPARENT": "rubbish"}).traceparent)
