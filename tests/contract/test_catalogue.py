"""Every contract of the platform, against its own example, the standards and what is committed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

from lianfang.contracts.__main__ import run
from lianfang.contracts.asyncapi import asyncapi
from lianfang.contracts.asyncapi_check import problems
from lianfang.contracts.catalogue import catalogue
from lianfang.contracts.envelope_schema import ENVELOPE, sample
from lianfang.contracts.json_schema import json_schema
from lianfang.contracts.registry import Contract
from lianfang.messaging.routing import routing_key

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("LIANFANG_DATA", ROOT.parent / "shared" / "data"))
CONTRACTS = catalogue()


def standard(path: str) -> Any:
    file = DATA / "standards" / path
    if not file.exists():
        pytest.skip(f"{path} is not at hand; set LIANFANG_DATA to the folder with the standards")
    return json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.type)
def test_each_example_keeps_its_contract_and_its_json_schema(contract: Contract) -> None:
    contract.check(contract.example)
    schema = json_schema(contract)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(dict(contract.example))


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.type)
def test_each_example_travels_in_a_valid_cloud_event(contract: Contract) -> None:
    event = sample(contract)
    Draft202012Validator(ENVELOPE, format_checker=FormatChecker()).validate(event.to_dict())
    assert routing_key(event).startswith(contract.type)


def test_each_sample_keeps_the_official_cloud_events_schema() -> None:
    official = Draft7Validator(standard("cloudevents/cloudevents.json"), format_checker=FormatChecker())
    for contract in CONTRACTS:
        official.validate(sample(contract).to_dict())


def test_the_document_keeps_the_official_asyncapi_schema() -> None:
    official = Draft7Validator(standard("asyncapi/3.0.0.json"))
    errors = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in official.iter_errors(asyncapi(CONTRACTS))
    ]
    assert errors == []


def test_the_document_is_whole() -> None:
    document = yaml.safe_load((ROOT / "contracts/asyncapi.yaml").read_text("utf-8"))
    assert problems(document, CONTRACTS) == []


def test_each_asyncapi_example_keeps_its_payload_schema() -> None:
    document = asyncapi(CONTRACTS)
    for message in document["components"]["messages"].values():
        for part in ("headers", "payload"):
            Draft202012Validator({**message[part], "components": document["components"]}).validate(
                message["examples"][0][part]
            )


def test_nothing_committed_drifts_or_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(CONTRACTS, ROOT, check=True) == 0, capsys.readouterr().err
