"""The quick look may be unsure, and is never wrong when it is sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from lianfang.contracts.catalogue import catalogue
from lianfang.contracts.quick import quick_look


class Sample(Schema):
    code = fields.String(required=True, validate=Regexp(r"\d{2,6}\Z"))
    count = fields.Integer(validate=Range(1, 4))
    ring = fields.Integer(allow_none=True, validate=OneOf((1, 3, 5)))
    yes = fields.Boolean()
    tags = fields.List(fields.String(validate=Length(1, 3)))
    renamed = fields.String(data_key="other")
    share = fields.Float()


GOOD = {"code": "350924", "count": 2, "ring": None, "yes": False, "tags": ["a"], "other": "x"}
_values = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 6), st.floats(), st.text(max_size=4), st.just("3509"),
    st.lists(st.one_of(st.text(max_size=4), st.integers()), max_size=3),
    st.dictionaries(st.text(), st.none(), max_size=1),
)  # fmt: skip


def test_it_is_sure_of_a_good_payload():
    assert quick_look(Sample)(GOOD)


@given(st.dictionaries(st.sampled_from([*Sample().fields, "other", "unknown"]), _values))
def test_what_it_is_sure_of_passes_the_full_validation(data):
    if quick_look(Sample)(data):
        assert Sample(unknown=RAISE).validate(data) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"code": "x"}, {"count": 9}, {"count": None}, {"count": "2"}, {"yes": 1}, {"tags": ["long"]}, {"tags": [1]},
        {"new": 1},
    ],
)  # fmt: skip
def test_it_is_not_sure_of_what_is_wrong_or_odd(change):
    assert not quick_look(Sample)({**GOOD, **change})


def test_it_is_not_sure_when_a_required_field_is_missing():
    assert not quick_look(Sample)({"count": 2})


def test_a_schema_with_hooks_is_always_looked_at_closely():
    class Hooked(Sample):
        @validates_schema
        def check(self, data, **_):
            raise ValidationError("no")

    class Loaded(Sample):
        @post_load
        def build(self, data, **_):
            return data

    assert not quick_look(Hooked)(GOOD)
    assert not quick_look(Loaded)(GOOD)


def test_every_incident_event_is_within_its_reach():
    incident = [each for each in catalogue() if each.context == "incident" and each.name != "replica_page"]
    assert incident
    assert [each.type for each in incident if not quick_look(each.schema)(each.example)] == []
