"""One stack with the 寿宁 pack for all tests of the command against running services."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianfang.runtime.cli.app import run
from lianfang.runtime.cli.up import SHOUNING
from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack


@pytest.fixture(scope="module")
def shouning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("stack"), free_ports=True)
    with stack:
        load_county(Target.find(stack.state), SHOUNING / "pack", lambda _: None)
        yield stack


@pytest.fixture
def lianfang(shouning: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command on that stack; return (exit code, the JSON it printed)."""
    monkeypatch.setenv("LIANFANG_HOME", str(shouning.home))

    def call(*arguments: str | Path):
        code = run([*map(str, arguments), "--json"])
        told = capsys.readouterr()
        lines = told.out.splitlines()
        return code, json.loads(lines[-1]) if lines else told.err

    return call
