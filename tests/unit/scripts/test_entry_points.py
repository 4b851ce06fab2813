"""The commands of a newcomer and of CI: they explain themselves, fail early and never hide a failure."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(*command, **environment):
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=60
    )


def program(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_make_alone_explains_every_target():
    said = run("make").stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.M).group(1).split()
    assert [name for name in targets if not re.search(rf"^  make {name} +\S", said, re.M)] == []


def test_setup_says_at_once_that_python_is_too_old(tmp_path):
    old = program(tmp_path / "python3.9", "exit 1")
    done = run("scripts/setup.sh", LIANFANG_PYTHON=str(old), LIANFANG_VENV=str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize(
    ("failing", "code", "verdicts"),
    [
        ("", 0, ["lint: clean", "deploy: clean"]),
        ("test", 1, ["lint: clean", "deploy: clean"]),
        ("lint", 1, ["lint: failed (exit 1)", "deploy: clean"]),
        ("deploy-check", 1, ["lint: clean", "deploy: failed (exit 1)"]),
        ("deploy-tools", 0, ["lint: clean", "deploy: not checked: make deploy-tools could not bring its tools"]),
    ],
)
def test_ci_fails_when_any_check_fails_and_quotes_pytest(tmp_path, failing, code, verdicts):
    said = 'case "$1" in test) echo "1 failed, 2 passed in 3.21s";; deploy-check) echo "9 passed in 1.00s";; esac'
    program(tmp_path / "make", f'{said}\n[ "$1" != "{failing}" ]')
    done = run(".ci/run", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert done.returncode == code
    tests = f"tests: 1 failed, 2 passed in 3.21s (exit {int(failing == 'test')})"
    assert done.stdout.splitlines()[-3:] == [tests, *verdicts]
