"""Runs the service."""

from lianfang.runtime import patch  # noqa: F401 - before anything that opens a socket
from lianfang.runtime.service import serve
from tests.example.callback.entrypoints import CallbackService
from tests.example.callback.wiring import build

serve(CallbackService, build)
