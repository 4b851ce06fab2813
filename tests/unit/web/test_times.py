"""No date or time comes in that can't be reckoned with."""

from __future__ import annotations

import pytest
from marshmallow import Schema, fields

from lianfang.regions.pack.fields import Day
from lianfang.web.problems import Problem
from lianfang.web.validation import BodyRule, QueryRule


class Inner(Schema):
    day = fields.Date()


class Told(Schema):
    at = fields.AwareDateTime()
    own = Day()
    inner = fields.List(fields.Nested(Inner))
    by_name = fields.Dict(keys=fields.String(), values=fields.Date())


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("at", {"at": "0001-01-01T00:00:00+14:00"}),
        ("at", {"at": "9999-12-31T23:59:59-14:00"}),
        ("own", {"own": "9999-12-31"}),
        ("inner.0.day", {"inner": [{"day": "0001-01-01"}]}),
        ("by_name.a.value", {"by_name": {"a": "9999-12-31"}}),
    ],
)
def test_a_year_out_of_reach_is_refused_by_its_field_with_a_remedy(name, body):
    with pytest.raises(Problem) as refused:
        BodyRule(Told).load(body)
    (wrong,) = refused.value.errors
    assert (refused.value.status, wrong["field"]) == (400, name)
    assert "1000 to 9000" in wrong["message"]
    assert wrong["remedy"]


def test_queries_keep_to_it_too():
    with pytest.raises(Problem):
        QueryRule(Told).load("at=0001-01-01T00:00:00%2B14:00")
    assert QueryRule(Told).load("own=2026-03-01")["own"].year == 2026


def test_times_of_any_offset_within_reach_are_taken():
    loaded = BodyRule(Told).load({"at": "2026-03-01T08:00:00+08:00", "inner": [{"day": "2026-03-01"}]})
    assert loaded["at"].utcoffset() is not None
