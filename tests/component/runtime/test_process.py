"""A managed process is waited for, ended with grace, killed, and quoted when it fails."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lianfang.runtime.ports import free_port
from lianfang.runtime.process import ManagedProcess, ProcessError

TINY = str(Path(__file__).parents[2] / "fixtures" / "tiny_service.py")


@pytest.fixture
def make(tmp_path):
    made = []

    def make(*command):
        port = free_port()
        environment = os.environ | {"LIANFANG_OPS_PORT": str(port)}
        made.append(ManagedProcess("tiny", [sys.executable, *command], environment, tmp_path / "log", port))
        return made[-1]

    yield make
    for process in made:
        process.kill()


def test_ready_then_ends_cleanly_when_asked(make):
    process = make(TINY)
    assert (process.pid, process.ready()) == (None, False)
    process.start()
    process.wait_ready()
    assert process.terminate() == 0
    assert process.pid is None


def test_killed_one_shows_the_signal_and_can_start_again(make):
    process = make(TINY)
    process.start()
    process.wait_ready()
    process.kill()
    assert process.exit_code == -9
    process.restart()
    assert process.ready()


def test_starting_twice_starts_once(make):
    process = make(TINY)
    process.start()
    pid = process.pid
    process.start()
    assert process.pid == pid


def test_one_that_ends_early_is_quoted(make):
    process = make(TINY, "fail")
    process.start()
    with pytest.raises(ProcessError, match=r"tiny ended with 1; [^\n]*\nLIANFANG_STORE_URI: no such place"):
        process.wait_ready()


def test_one_that_never_answers_is_given_up(make):
    process = make("-c", "print('thinking', flush=True); import time; time.sleep(60)")
    process.start()
    with pytest.raises(ProcessError, match=r"not ready after 1 s; [^\n]*log"):
        process.wait_ready(timeout=1)
