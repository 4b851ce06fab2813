from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from lianfang.ops.probe import alive


@pytest.fixture
def answering():
    """Start a server whose /livez answers with the status it is told, and yield its port and that status' place."""
    status = [200]

    class Livez(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status[0] if self.path == "/livez" else 404)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Livez) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, status
        server.shutdown()


def test_a_process_that_answers_is_alive(answering):
    port, status = answering
    assert alive(port)
    status[0] = 503
    assert not alive(port)


def test_a_process_that_does_not_listen_is_not():
    assert not alive(1)
