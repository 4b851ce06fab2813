"""Child processes end with their parent, gracefully where they can."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil

from lianfang.runtime.children import end, spawn, tail, until

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
)


def test_child_does_not_outlive_a_killed_parent(tmp_path):
    program = (
        "import os, pathlib, time; from lianfang.runtime.children import spawn;"
        f"print(spawn(['sleep', '60'], os.environ, pathlib.Path({str(tmp_path / 'log')!r})).pid, flush=True);"
        "time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(parent.stdout.readline()))
    # setpriv asks for the signal before it becomes `sleep`
    assert until(lambda: child.name() == "sleep", 60)
    parent.kill()
    parent.communicate()
    assert until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 60)


def test_child_that_ignores_the_request_is_killed(tmp_path):
    log = tmp_path / "log"
    child = spawn([sys.executable, "-c", STUBBORN], os.environ, log)
    assert until(lambda: log.read_text() == "1\n", 60)
    end(child, signal.SIGTERM, grace=0.2)
    assert child.returncode == -signal.SIGKILL


def test_end_of_a_log_is_quoted_with_its_path(tmp_path):
    log = tmp_path / "log"
    log.write_text("".join(f"line {n}\n" for n in range(40)))
    shown = tail(log, 2)
    assert str(log) in shown
    assert shown.endswith("line 38\nline 39")
