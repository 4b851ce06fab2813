from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from marshmallow import Schema, fields

from lianfang.contracts.__main__ import run
from lianfang.contracts.asyncapi import asyncapi
from lianfang.contracts.asyncapi_check import problems
from lianfang.contracts.registry import Contract


class Changed(Schema):
    priority = fields.Str(required=True)


def test_what_was_generated_passes_the_check(tmp_path: Path, reported: Contract, accept: Contract) -> None:
    assert run([reported, accept], tmp_path, check=False) == 0
    assert run([reported, accept], tmp_path, check=True) == 0
    assert (tmp_path / "contracts/incident/reported.v1.json").exists()
    assert "incident.acknowledge_task.v1" in (tmp_path / "docs/events.md").read_text("utf-8")


def test_drift_is_told_by_file(tmp_path: Path, reported: Contract, capsys: pytest.CaptureFixture[str]) -> None:
    run([reported], tmp_path, check=False)
    assert run([replace(reported, summary="Another text.")], tmp_path, check=True) == 1
    assert "contracts/incident/reported.v1.json differs" in capsys.readouterr().err


def test_a_breaking_change_is_refused_and_nothing_written(
    tmp_path: Path, reported: Contract, capsys: pytest.CaptureFixture[str]
) -> None:
    run([reported], tmp_path, check=False)
    before = (tmp_path / "contracts/incident/reported.v1.json").read_text("utf-8")
    changed = replace(reported, schema=Changed, example={"priority": "1"}, restricted=lambda _: False)
    assert run([changed], tmp_path, check=False) == 1
    assert run([changed], tmp_path, check=True) == 1
    told = capsys.readouterr().err
    assert "field 'category' was removed" in told
    assert "field 'priority' was retyped from integer to string" in told
    assert "major=N+1" in told
    assert (tmp_path / "contracts/incident/reported.v1.json").read_text("utf-8") == before


def test_a_removed_contract_goes_only_when_asked(tmp_path: Path, reported: Contract, accept: Contract) -> None:
    run([reported, accept], tmp_path, check=False)
    assert run([reported], tmp_path, check=False) == 1
    assert run([reported], tmp_path, check=False, allow_breaking=True) == 0
    assert not (tmp_path / "contracts/incident/acknowledge_task.v1.json").exists()


def test_a_new_major_stands_beside_the_old_one(tmp_path: Path, reported: Contract) -> None:
    run([reported], tmp_path, check=False)
    second = replace(reported, major=2, schema=Changed, example={"priority": "1"}, restricted=lambda _: False)
    assert run([reported, second], tmp_path, check=False) == 0
    assert (tmp_path / "contracts/incident/reported.v2.json").exists()


def test_asyncapi_puts_each_contract_on_its_exchanges(reported: Contract, accept: Contract) -> None:
    document = asyncapi([reported, accept])
    channels = document["channels"]
    assert list(channels["restricted"]["messages"]) == ["incident.reported.v1"]
    assert list(channels["commands"]["messages"]) == ["incident.acknowledge_task.v1"]
    assert document["operations"]["incident.commands.receive"]["action"] == "receive"
    assert problems(document, [reported, accept]) == []


def test_the_structural_check_sees_what_is_missing(reported: Contract, accept: Contract) -> None:
    document = asyncapi([reported])
    assert problems(document, [reported, accept]) == ["incident.acknowledge_task.v1 has no message"]
    del document["components"]["schemas"]["incident.reported.v1.Place"]
    assert any("Place leads nowhere" in line for line in problems(document, [reported]))


def test_yaml_says_the_same_as_the_document(tmp_path: Path, reported: Contract) -> None:
    run([reported], tmp_path, check=False)
    assert yaml.safe_load((tmp_path / "contracts/asyncapi.yaml").read_text("utf-8")) == asyncapi([reported])
