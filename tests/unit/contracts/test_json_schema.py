from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from lianfang.contracts.json_schema import json_schema
from lianfang.contracts.registry import Contract


def validator(contract: Contract) -> Draft202012Validator:
    schema = json_schema(contract)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_the_example_validates_and_nested_schemas_are_self_contained(reported: Contract, accept: Contract) -> None:
    for contract in (reported, accept):
        validator(contract).validate(dict(contract.example))
    assert json_schema(reported)["properties"]["place"] == {"$ref": "#/$defs/Place"}


@pytest.mark.parametrize(
    "change",
    [
        {"category": "20010"},
        {"category": "x200100"},
        {"priority": 5},
        {"place": {"lon": 1.0}},
        {"former": {"code": 7}},
        {"shops": [{}]},
    ],
)
def test_what_breaks_the_contract_breaks_the_schema(reported: Contract, change: dict[str, object]) -> None:
    data = {**reported.example, **change}
    assert reported.schema().validate(data)
    with pytest.raises(ValidationError):
        validator(reported).validate(data)


def test_a_consumer_with_an_older_schema_takes_a_new_field(reported: Contract) -> None:
    validator(reported).validate({**reported.example, "added_later": True})


def test_nullable_nested_fields_take_null(reported: Contract) -> None:
    validator(reported).validate({**reported.example, "former": None})
