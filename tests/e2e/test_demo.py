"""The platform at its main job: all starts, a day is replayed, a service is killed, the books balance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianfang.runtime.cli.app import run

pytestmark = [pytest.mark.rabbit, pytest.mark.chaos, pytest.mark.timeout(300)]


def test_the_books_balance_though_the_incident_service_is_killed_in_mid_replay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ("LIANFANG_BUS_URI", "LIANFANG_BUS_MANAGEMENT_URI", "LIANFANG_HOME")
    for name in (*named, "EVENTLET_NO_GREENDNS"):  # set for the quicker start of other tests
        monkeypatch.delenv(name, raising=False)
    arguments = ["--home", str(tmp_path), "--free-ports", "--limit", "60", "--speed", "20000"]
    code = run(["demo", "--json", *arguments, "--kill-service", "incident"])
    told = capsys.readouterr()
    result = json.loads(told.out.splitlines()[-1])
    assert code == 0, told.err
    assert (result["accepted"], result["lost"], result["duplicated"]) == (60, 0, 0)
    assert result["tasks_delivered"] == result["tasks_expected"] > 60
    assert 0 < result["p50_ms"] <= result["p99_ms"]
    assert "kill -9" in told.err
    assert "THE BOOKS BALANCE" in told.err
    assert not (tmp_path / "stack.json").exists()
