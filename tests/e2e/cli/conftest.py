"""The command, on the platform that all end-to-end tests share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianfang.runtime.cli.app import run
from tests.e2e.spine import Spine


@pytest.fixture
def lianfang(spine: Spine, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command on that stack; return (exit code, the JSON it printed)."""
    monkeypatch.setenv("LIANFANG_HOME", str(home))

    def call(*arguments: str | Path):
        code = run([*map(str, arguments), "--json"])
        told = capsys.readouterr()
        lines = told.out.splitlines()
        return code, json.loads(lines[-1]) if lines else told.err

    return call
