"""`lianfang demo` plays on the platform that the environment names, and ends no process there."""

import pytest

from lianfang.runtime.cli.app import run


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIANFANG_INCIDENT_URL", "http://127.0.0.1:1")


def test_a_platform_elsewhere_is_asked_for_what_the_environment_does_not_say(elsewhere, capsys):
    assert run(["demo", "--limit", "1"]) == 1
    assert "LIANFANG_BUS_MANAGEMENT_URI is not known" in capsys.readouterr().err


def test_a_platform_elsewhere_has_no_process_to_kill(elsewhere, capsys):
    assert run(["demo", "--limit", "1", "--kill-service", "incident"]) == 2
    assert "--kill-service ends processes of the embedded stack only" in capsys.readouterr().err
