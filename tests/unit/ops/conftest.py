"""Lines that are logged, read back."""

import io
import json
import logging

import pytest

from lianfang.ops import logs


@pytest.fixture
def written():
    """What is logged, as a list of parsed lines; the logging of the test run is put back after."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, logs._Lines.stream, logs._Lines.head
    quiet = {name: logging.getLogger(name).level for name in ("nameko.containers", "amqp")}
    logs.configure("incident", "INFO", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], logs._Lines.stream, logs._Lines.head = before[0], before[2], before[3]
    root.setLevel(before[1])
    for name, level in quiet.items():
        logging.getLogger(name).setLevel(level)
