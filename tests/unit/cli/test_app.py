"""Bad input gives one clear line on stderr and exit code 2, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianfang.runtime.cli.app import run


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "BUS_URI",
        "BUS_MANAGEMENT_URI",
        "TOKEN_KEY",
        "INCIDENT_URL",
        "GRID_URL",
        "DEBUG",
        "TOKEN",
        "STACK",
    ):
        monkeypatch.delenv(f"LIANFANG_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr().err
    assert told.count("\n") == 1, told
    assert "Traceback" not in told
    return told


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (["nosuch"], 2, "No such command"),
        (["history", "show", "110101"], 1, "nanchang, shouning, taining"),
        (["history", "play", "350429"], 1, "LIANFANG_BUS_URI"),
        (["history", "play", "350429", "--seed", "-1"], 2, "seed"),
        (["token"], 2, "subject"),
        (["token", "me", "--role", "king"], 2, "king"),
        (["token", "me", "--role", "team"], 2, "--team"),
        (["token", "me", "--role", "viewer"], 1, "LIANFANG_TOKEN_KEY"),
        (["token", "me", "--role", "viewer", "--hours", "x"], 2, "hours"),
        (["topology", "check"], 1, "LIANFANG_BUS_MANAGEMENT_URI"),
        (["topology", "show", "--team", "aoyang.case"], 1, "aoyang.case"),
        (["topology", "apply", "--extra", "nowhere.yaml"], 2, "nowhere.yaml"),
        (["pack", "validate", "nowhere", "--wrong"], 2, "--wrong"),
        (["tail", "--region", "35092"], 1, "5 digits"),
        (["tail", "--context", "a.b"], 2, "--context"),
        (["tail"], 1, "LIANFANG_BUS_URI"),
        (["contracts", "--root", "nowhere"], 2, "nowhere"),
    ],
)
def test_bad_input_is_one_line_that_names_it(
    arguments: list[str], code: int, names: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code
    assert names in one_line(capsys)


def test_an_unreachable_broker_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIANFANG_BUS_URI", "amqp://a:b@127.0.0.1:1/x")
    monkeypatch.setenv("LIANFANG_BUS_MANAGEMENT_URI", "http://a:b@127.0.0.1:1")
    assert run(["topology", "check"]) == 1
    told = one_line(capsys)
    assert "127.0.0.1:1" in told
    assert "a:b" not in told


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "topology" in capsys.readouterr().out


def test_pack_validate_tells_every_problem_on_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pack", "validate", str(tmp_path / "nowhere"), "--json"]) == 1
    assert '"ok": false' in capsys.readouterr().out


def test_debug_shows_the_trace(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LIANFANG_DEBUG", "1")
    assert run(["topology", "check"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_history_is_shown_without_a_stack(capsys):
    assert run(["history", "show", "350429", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"type": "incident.reported.v1", "year": "2025", "events": 83} in rows
