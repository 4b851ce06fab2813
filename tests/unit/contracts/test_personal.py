from __future__ import annotations

import pytest
from marshmallow import Schema, fields

from lianfang.contracts.personal import personal
from lianfang.contracts.registry import ContractError, all_contracts, event


class Reporter(Schema):
    name = personal(fields.Str())


class Flat(Schema):
    phone = personal(fields.Str())


class NestedOne(Schema):
    reporter = fields.Nested(Reporter)


class InList(Schema):
    reporters = fields.List(fields.Nested(Reporter))


class ListOfPersonal(Schema):
    phones = fields.List(personal(fields.Str()))


class DeepInLists(Schema):
    groups = fields.List(fields.Nested(InList))


class ListOfLists(Schema):
    rows = fields.List(fields.List(fields.Nested(Reporter)))


class AsValues(Schema):
    by_role = fields.Dict(keys=fields.Str(), values=fields.Nested(Reporter))


class Recursive(Schema):
    name = personal(fields.Str())
    children = fields.List(fields.Nested(lambda: Recursive()))  # noqa: PLW0108 - not defined yet


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        (Flat, "phone"),
        (NestedOne, "reporter.name"),
        (InList, "reporters[].name"),
        (ListOfPersonal, "phones[]"),
        (DeepInLists, "groups[].reporters[].name"),
        (Recursive, "name"),
        (ListOfLists, "rows[][].name"),
        (AsValues, "by_role{}.name"),
    ],
)
def test_a_personal_field_is_refused_when_the_contract_is_defined(schema: type[Schema], path: str) -> None:
    with pytest.raises(ContractError, match="personal data can't travel") as refused:
        event("trial", "told", summary="x", example={})(schema)
    assert path in str(refused.value)
    assert "trial.told.v1" not in {contract.type for contract in all_contracts()}
