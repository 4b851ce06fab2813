"""A few contracts that are in no register: tests must not leave contracts behind."""

from __future__ import annotations

import pytest
from marshmallow import Schema, fields, validate

from lianfang.contracts.registry import Contract


class PlaceSchema(Schema):
    code = fields.Str(required=True, metadata={"description": "Region code."})
    lon = fields.Float(allow_none=True)


class ReportedSchema(Schema):
    category = fields.Str(required=True, validate=validate.Regexp(r"[0-9]{6}\Z"))
    priority = fields.Int(required=True, validate=validate.Range(1, 4))
    place = fields.Nested(PlaceSchema, required=True)
    former = fields.Nested(PlaceSchema, allow_none=True)
    shops = fields.List(fields.Nested(PlaceSchema))


class AcceptSchema(Schema):
    task_id = fields.UUID(required=True)
    device_time = fields.AwareDateTime(required=True)


EXAMPLE = {"category": "200101", "priority": 2, "place": {"code": "350924100001"}, "shops": [{"code": "350924"}]}


@pytest.fixture
def reported() -> Contract:
    return Contract(
        "event", "incident", "reported", 1, ReportedSchema, "A report was accepted.", EXAMPLE,
        restricted=lambda data: data["category"].startswith("95"),
    )  # fmt: skip


@pytest.fixture
def accept() -> Contract:
    example = {"task_id": "6f2c5a1e-0f6f-4d0a-8c5e-0b2d6a6f1c11", "device_time": "2025-03-01T08:00:00+08:00"}
    return Contract("command", "incident", "acknowledge_task", 1, AcceptSchema, "A team accepts.", example)
