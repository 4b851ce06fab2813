from __future__ import annotations

import json

import pytest

from lianfang.runtime.cli.app import run
from lianfang.web.tokens import Verifier

KEY = "k" * 32


def test_a_token_says_who_what_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIANFANG_TOKEN_KEY", KEY)
    arguments = ["token", "op", "--role", "viewer", "--role", "intake", "--region", "350924", "--json"]
    assert run(arguments) == 0
    issued = json.loads(capsys.readouterr().out)
    caller = Verifier.local(KEY).caller_of(f"Bearer {issued['token']}")
    assert (caller.subject, caller.roles, caller.region) == ("op", frozenset({"viewer", "intake"}), "350924")


def test_a_bad_region_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LIANFANG_TOKEN_KEY", KEY)
    assert run(["token", "op", "--role", "viewer", "--region", "35092"]) == 1
    assert "5 digits" in capsys.readouterr().err
