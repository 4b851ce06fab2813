"""Off, as it is by default, nothing of OpenTelemetry is imported."""

import os
import subprocess
import sys

from tests.fixtures.inherited import INHERITED

PROGRAM = """
import lianfang.runtime.patch
import sys
from dataclasses import fields
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.ops.tracing import setting, spans
from lianfang.runtime.config import Config
from lianfang.runtime.service import serve
from lianfang.web.spans import begin
from services.incident.entrypoints.service import IncidentService
from services.incident.wiring import build

traces = next(each.default for each in fields(Config) if each.name == "traces")
setting.begin(traces, "incident", honour_flags=False)
begin({"REQUEST_METHOD": "GET"}).end()
print(traces, spans.on(), [name for name in sys.modules if name.startswith(("opentelemetry", "google.protobuf"))])
"""


def test_a_service_imports_nothing_of_it():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=100, check=True,
        env=INHERITED | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.stdout == "off False []\n"
