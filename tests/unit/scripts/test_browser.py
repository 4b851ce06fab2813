"""A machine without Chromium gets one, so that the page's tests run there; one that has one is left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "scripts/browser.sh"
NEEDED = ("basename", "bash", "dirname", "env", "grep")


@pytest.fixture
def machine(tmp_path):
    """A machine as the script sees it, by what is on its PATH: sudo and apt-get only write down what was asked."""
    for name in NEEDED:
        (tmp_path / name).symlink_to(shutil.which(name))
    add(tmp_path, "id", "echo 1000")
    add(tmp_path, "sudo", f'echo "$@" >> {tmp_path}/asked')
    add(tmp_path, "apt-get", "exit 1")
    add(tmp_path, "find", "echo /usr/lib/libatomic.so.1.2.0")
    return tmp_path


def add(machine, name, body):
    (machine / name).write_text(f"#!/bin/sh\n{body}\n")
    (machine / name).chmod(0o755)


def run(machine, **environment):
    clean = {name: value for name, value in os.environ.items() if name != "LIANFANG_CHROMIUM"}
    return subprocess.run(
        [SCRIPT], env=clean | {"PATH": str(machine)} | environment, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip


def asked(machine):
    return (machine / "asked").read_text() if (machine / "asked").exists() else ""


@pytest.mark.skipif("ID=ubuntu" in Path("/etc/os-release").read_text(), reason="Ubuntu has none by apt")
def test_where_there_is_none_it_is_installed(machine):
    assert run(machine).returncode == 0
    assert "apt-get install -y -q --no-install-recommends chromium\n" in asked(machine)


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_where_there_is_one_nothing_is_installed(machine, name):
    add(machine, name, "exit 0")
    assert run(machine).returncode == 0
    assert asked(machine) == ""


def test_a_library_that_the_driver_wants_is_installed_even_where_there_is_a_browser(machine):
    add(machine, "chromium", "exit 0")
    add(machine, "find", "exit 0")
    assert run(machine).returncode == 0
    assert "apt-get install -y -q --no-install-recommends libatomic1\n" in asked(machine)


def test_one_that_is_named_is_taken_or_said_to_be_missing(machine):
    add(machine, "mine", "exit 0")
    assert run(machine, LIANFANG_CHROMIUM="mine").returncode == 0
    missing = run(machine, LIANFANG_CHROMIUM="yours")
    assert (missing.returncode, missing.stderr) == (1, "browser: LIANFANG_CHROMIUM=yours is no program\n")
    assert asked(machine) == ""
