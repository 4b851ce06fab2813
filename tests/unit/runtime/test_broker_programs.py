"""A private node is the machine's RabbitMQ, or the one that LIANFANG_RABBITMQ_PREFIX leads to."""

from __future__ import annotations

import os

import pytest

from lianfang.runtime import broker_programs
from lianfang.runtime.broker_programs import PREFIX, SERVER, command, missing, version


def test_without_a_prefix_a_program_is_run_as_it_is(monkeypatch):
    monkeypatch.delenv(PREFIX, raising=False)
    assert command("epmd", "-port", "1") == ["epmd", "-port", "1"]


def test_the_prefix_comes_before_every_program_and_its_relative_path_is_made_whole(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(PREFIX, "bin/enter 'my tree'")
    assert command(SERVER) == [os.path.join(os.getcwd(), "bin", "enter"), "my tree", str(SERVER)]


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("/nowhere/enter tree", "cannot be run (No such file or directory)"),
        ("false", f"there is no {SERVER} behind it"),
        ("sh -c 'echo no such tree >&2; exit 1'", "(no such tree)"),
    ],
)
def test_a_prefix_that_leads_nowhere_is_named_in_one_line_with_what_it_said(monkeypatch, prefix, said):
    monkeypatch.setenv(PREFIX, prefix)
    told = missing() or ""
    assert told.startswith(f"{PREFIX}=")
    assert said in told
    assert "\n" not in told


def test_the_version_is_the_highest_release_found_behind_the_prefix(monkeypatch):
    monkeypatch.setenv(PREFIX, "sh -c 'printf \"rabbitmq_server-3.9.13\\nrabbitmq_server-3.10.8\\nplugins\\n\"'")
    assert version() == (3, 10, 8)


def test_no_release_and_no_program_have_no_version(monkeypatch):
    monkeypatch.setenv(PREFIX, "true")
    assert version() is None
    monkeypatch.setenv(PREFIX, "/nowhere/enter")
    assert version() is None


def test_paths_of_the_programs_are_those_of_debians_package():
    assert broker_programs.CONTROL.parent == SERVER.parent
