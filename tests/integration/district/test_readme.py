"""The README's samples are typed and run as they stand; the package installs with pika alone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.fixtures.accounts import take

pytestmark = pytest.mark.rabbit
PACKAGE = Path(__file__).resolve().parents[3] / "libs" / "lianfang_district"
SAMPLES = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)


@pytest.fixture
def start(tmp_path):
    """Run a sample as a program of its own, with nothing but the SDK and pika on its path."""
    started = []

    def one(sample: str, uri: str) -> subprocess.Popen[str]:
        (tmp_path / "sample.py").write_text(sample)
        environment = {**os.environ, "LIANFANG_URI": uri, "PYTHONPATH": str(PACKAGE / "src")}
        program = subprocess.Popen(
            [sys.executable, "sample.py"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        started.append(program)
        return program

    yield one
    for program in started:
        program.kill()
        program.wait()


def test_the_district_sample_prints_its_events_and_ends_on_sigterm(bus, start, district, emit, connect):
    program = start(SAMPLES[0], district.uri)
    emit("grid.hazard_found.v1")
    ids = [emit(category="300100"), emit("incident.closed.v1", "350924100")]
    lines = [program.stdout.readline().split() for _ in ids]
    assert lines == [[ids[0], "reported", "350924", "300100"], [ids[1], "closed", "350924100"]]
    program.send_signal(signal.SIGTERM)
    assert program.wait(60) == 0, program.stdout.read()
    assert take(connect(bus.admin_uri), district.queue, 0.5) == []


def test_sigterm_in_mid_handler_lets_it_finish_and_acknowledges(bus, start, district, emit, connect):
    slow = SAMPLES[0].replace(
        "    print(event.id", '    print("begun", flush=True)\n    time.sleep(1)\n    print(event.id'
    )
    program = start("import time\n" + slow, district.uri)
    ids = [emit(), emit()]
    assert program.stdout.readline() == "begun\n"
    program.send_signal(signal.SIGTERM)
    assert program.wait(60) == 0
    assert program.stdout.read().split()[0] == ids[0]
    [(_, _, body)] = take(connect(bus.admin_uri), district.queue, 60)
    assert ids[1].encode() in body
    assert take(connect(bus.admin_uri), district.queue, 0.5) == []


def test_sigkill_in_mid_handler_loses_nothing(start, district, emit):
    program = start(
        SAMPLES[0].replace("    print(event.id", "    os.kill(os.getpid(), 9)\n    print(event.id"), district.uri
    )
    id = emit()
    assert program.wait(60) == -signal.SIGKILL
    again = start(SAMPLES[0], district.uri)
    assert again.stdout.readline().split()[0] == id


def test_the_team_sample_takes_its_task(bus, start, team, emit, connect):
    start(SAMPLES[1], team.uri)
    emit("incident.task_requested.v1", addressee="aoyang.case", incident_id="i", task_id="t")
    received = take(connect(bus.admin_uri), "incident.commands", 60, 2)
    assert [m.routing_key.split(".")[1] for m, _, _ in received] == ["receive_task", "acknowledge_task"]


def test_the_samples_are_typed(tmp_path):
    files = []
    for number, sample in enumerate(SAMPLES):
        files.append(tmp_path / f"sample_{number}.py")
        files[-1].write_text(sample)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "cache"),
         "--follow-imports=silent", "--ignore-missing-imports", *map(str, files)],
        env={**os.environ, "MYPYPATH": str(PACKAGE / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_package_needs_pika_alone_and_carries_its_types(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(tmp_path),
         str(PACKAGE)],
        check=True, capture_output=True,
    )  # fmt: skip
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = wheel.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert "lianfang_district/py.typed" in names
    assert [line for line in metadata.splitlines() if line.startswith("Requires-Dist")] == [
        "Requires-Dist: pika<2,>=1.3"
    ]
