"""Contracts: personal data is refused at definition, payloads are checked, consumers are tolerant."""

from __future__ import annotations

import pytest
from marshmallow import Schema, fields

from lianfang.contracts import registry
from lianfang.contracts.personal import personal
from lianfang.contracts.registry import ContractError, UnknownContract, contract_of, event


class Phone(Schema):
    number = personal(fields.String(required=True))


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(registry, "_contracts", {})


def test_personal_field_cannot_be_put_on_an_event():
    class WithName(Schema):
        name = personal(fields.String())

    with pytest.raises(ContractError, match=r"personal data.*: name"):
        event("incident", "leaked", summary="s", example={})(WithName)


@pytest.mark.parametrize(
    ("field", "path"),
    [
        (fields.Nested(Phone), "phone.number"),
        (fields.List(fields.Nested(Phone)), r"phone\[\].number"),
        (fields.List(personal(fields.String())), r"phone\[\]"),
    ],
)
def test_personal_field_is_found_in_nested_schemas_and_lists(field, path):
    schema = Schema.from_dict({"phone": field})
    with pytest.raises(ContractError, match=path):
        event("incident", "leaked", summary="s", example={})(schema)
    with pytest.raises(UnknownContract):
        contract_of("incident.leaked.v1")


def test_producer_is_strict_and_consumer_is_tolerant():
    class Seen(Schema):
        grid = fields.String(required=True)

    event("incident", "seen", summary="s", example={"grid": "1"})(Seen)
    contract = contract_of("incident.seen.v1")
    with pytest.raises(ContractError, match="more"):
        contract.check({"grid": "1", "more": 2})
    assert contract.load({"grid": "1", "more": 2}) == {"grid": "1"}
    with pytest.raises(ContractError, match="grid"):
        contract.load({})


def test_example_that_breaks_its_contract_is_refused():
    class Seen(Schema):
        grid = fields.String(required=True)

    with pytest.raises(ContractError, match="grid"):
        event("incident", "seen", summary="s", example={})(Seen)


@pytest.mark.parametrize("name", ["Reported", "re-ported", "1st", "a.b", ""])
def test_name_that_is_no_routing_word_is_refused(name):
    with pytest.raises(ContractError, match="routing-key word"):
        event("incident", name, summary="s", example={})(Schema.from_dict({}, name="Empty"))


def test_one_type_has_one_schema():
    event("incident", "seen", summary="s", example={})(Schema.from_dict({}, name="One"))
    with pytest.raises(ContractError, match="twice"):
        event("incident", "seen", summary="s", example={})(Schema.from_dict({}, name="Other"))
