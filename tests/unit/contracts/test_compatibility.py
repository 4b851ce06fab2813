from __future__ import annotations

from typing import Any

import pytest
from marshmallow import Schema, fields, validate

from lianfang.contracts.compatibility import breaking_changes
from lianfang.contracts.json_schema import json_schema
from lianfang.contracts.registry import Contract, Kind


def schemas(declared: dict[str, Any], kind: Kind = "event") -> dict[str, Any]:
    schema = Schema.from_dict(declared, name="Payload")
    return {"trial.told.v1": json_schema(Contract(kind, "trial", "told", 1, schema, "x", {}))}


def place(**more: Any) -> type[Schema]:
    return Schema.from_dict({"code": fields.Str(required=True), **more}, name="Place")


ONE_OF = validate.OneOf
CASES = {
    "removed": ({"a": fields.Str(), "b": fields.Str()}, {"a": fields.Str()}, "b", "removed"),
    "retyped": ({"a": fields.Str()}, {"a": fields.Int()}, "a", "retyped"),
    "format": ({"a": fields.UUID()}, {"a": fields.AwareDateTime()}, "a", "format"),
    "scalar to list": ({"a": fields.Str()}, {"a": fields.List(fields.Str())}, "a", "retyped"),
    "list items": ({"a": fields.List(fields.Str())}, {"a": fields.List(fields.Int())}, "a[]", "retyped"),
    "dict values": (
        {"a": fields.Dict(values=fields.Str())}, {"a": fields.Dict(values=fields.Int())}, "a.*", "retyped",
    ),
    "newly required": ({"a": fields.Str()}, {"a": fields.Str(required=True)}, "a", "newly required"),
    "added as required": ({}, {"a": fields.Str(required=True)}, "a", "newly required"),
    "enum narrowed": (
        {"a": fields.Str(validate=ONE_OF(["x", "y"]))}, {"a": fields.Str(validate=ONE_OF(["x"]))}, "a", "'y'",
    ),
    "enum appears": ({"a": fields.Str()}, {"a": fields.Str(validate=ONE_OF(["x"]))}, "a", "only"),
    "bound tighter": (
        {"a": fields.Int(validate=validate.Range(1, 9))}, {"a": fields.Int(validate=validate.Range(1, 4))},
        "a", "tighter maximum",
    ),
    "nested removed": (
        {"p": fields.Nested(place(lon=fields.Float()))}, {"p": fields.Nested(place())}, "p.lon", "removed",
    ),
    "nested in list": (
        {"p": fields.List(fields.Nested(place()))},
        {"p": fields.List(fields.Nested(place(lon=fields.Float(required=True))))}, "p[].lon", "newly required",
    ),
    "nested in nullable": (
        {"p": fields.Nested(place(lon=fields.Float()), allow_none=True)},
        {"p": fields.Nested(place(lon=fields.Str()), allow_none=True)}, "p.lon", "retyped",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["event", "command"])
@pytest.mark.parametrize(("old", "new", "field", "what"), CASES.values(), ids=CASES)
def test_a_breaking_change_is_told_with_its_field(old: Any, new: Any, field: str, what: str, kind: Kind) -> None:
    found = breaking_changes(schemas(old, kind), schemas(new, kind))
    assert [(change.field, what in change.what) for change in found] == [(field, True)]
    assert "next one" in str(found[0])


HARMLESS = {
    "nothing": ({"a": fields.Str()}, {"a": fields.Str()}),
    "optional field added": ({}, {"a": fields.Str()}),
    "enum grown": ({"a": fields.Str(validate=ONE_OF(["x"]))}, {"a": fields.Str(validate=ONE_OF(["x", "y"]))}),
    "bound looser": (
        {"a": fields.Int(validate=validate.Range(2, 4))}, {"a": fields.Int(validate=validate.Range(1, 5))},
    ),
    "nested renamed": (
        {"p": fields.Nested(place())},
        {"p": fields.Nested(Schema.from_dict({"code": fields.Str(required=True)}, name="Where"))},
    ),
    "integer from number, number stays": ({"a": fields.Float()}, {"a": fields.Float()}),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["event", "command"])
@pytest.mark.parametrize(("old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_a_harmless_change_passes(old: Any, new: Any, kind: Kind) -> None:
    assert breaking_changes(schemas(old, kind), schemas(new, kind)) == []


def test_events_may_promise_more_and_commands_accept_more() -> None:
    text, nullable = {"a": fields.Str()}, {"a": fields.Str(allow_none=True)}
    assert breaking_changes(schemas(nullable), schemas(text)) == []
    assert breaking_changes(schemas(text), schemas(nullable)) != []
    assert breaking_changes(schemas(text, "command"), schemas(nullable, "command")) == []
    assert breaking_changes(schemas(nullable, "command"), schemas(text, "command")) != []


def test_an_event_keeps_promising_a_required_field() -> None:
    found = breaking_changes(schemas({"a": fields.Str(required=True)}), schemas({"a": fields.Str()}))
    assert [change.field for change in found] == ["a"]


def test_a_removed_contract_breaks() -> None:
    found = breaking_changes(schemas({"a": fields.Str()}), {})
    assert [(change.type, change.field) for change in found] == [("trial.told.v1", "")]


def test_a_recursive_schema_is_compared_to_an_end() -> None:
    class Node(Schema):
        name = fields.Str()
        children = fields.List(fields.Nested(lambda: Node()))  # noqa: PLW0108 - not defined yet

    document = {"trial.told.v1": json_schema(Contract("event", "trial", "told", 1, Node, "x", {}))}
    assert breaking_changes(document, document) == []
