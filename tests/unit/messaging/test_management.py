"""The management API's client: connections that end under a question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lianfang.messaging.management import Management, Unreachable


class Moody:
    """A server that reads the questions at `silent` (counted from 0) and hangs up on them; answers the others."""

    def __init__(self, silent: set[int]) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                asked.append(self.command)
                if len(asked) - 1 in silent:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"[]")

            do_GET = do_PUT = do_POST = do_DELETE = do

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.uri = f"http://a:b@127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def hangs_up() -> Iterator[Callable[..., Moody]]:
    with ExitStack() as ends:
        yield lambda *silent: ends.enter_context(closing(Moody(set(silent))))


@pytest.mark.parametrize("verb", ["GET", "PUT"])
def test_what_may_be_asked_twice_is_asked_again_when_the_connection_ends_under_it(hangs_up, verb: str):
    server = hangs_up(1)
    with closing(Management(server.uri, "v")) as management:
        management.get("overview")
        if verb == "GET":
            assert management.get("queues") == []
        else:
            management.put("queues", "v", "q", body={})
    assert server.asked == ["GET", verb, verb]


@pytest.mark.parametrize("verb", ["POST", "DELETE"])
def test_what_may_have_been_done_is_not_asked_for_again(hangs_up, verb: str):
    server = hangs_up(1)
    with closing(Management(server.uri, "v")) as management:
        management.get("overview")
        with pytest.raises(Unreachable, match="does not answer"):
            management.post("bindings", body={}) if verb == "POST" else management.delete("queues", "v", "q")
    assert server.asked == ["GET", verb]


def test_a_broker_that_never_answers_is_told_of(hangs_up):
    server = hangs_up(0, 1, 2)
    with closing(Management(server.uri, "v")) as management, pytest.raises(Unreachable, match="does not answer"):
        management.get("overview")
    assert server.asked == ["GET", "GET"]
