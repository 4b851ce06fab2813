import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields, validate

from lianfang.web.problems import Problem
from lianfang.web.validation import BodyRule, QueryRule


class Item(Schema):
    count = fields.Integer(required=True)
    weight = fields.Float()


class Body(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["call", "shop"]))
    at = fields.AwareDateTime()
    urgent = fields.Boolean()
    items = fields.List(fields.Nested(Item), validate=validate.Length(max=3))
    numbers = fields.Dict(keys=fields.String(), values=fields.Integer())
    code = fields.String(
        data_key="areaCode", metadata={"remedy": "a region code, as 350924"}, validate=validate.Length(6)
    )
    self_ = fields.Nested(lambda: Body(only=("kind",)), data_key="self")


class Query(Schema):
    limit = fields.Integer()
    region = fields.List(fields.String())


def errors(rule, data):
    with pytest.raises(Problem) as raised:
        rule.load(data)
    assert raised.value.status == 400
    return {item["field"]: item["remedy"] for item in raised.value.errors}


@pytest.fixture(scope="module")
def body():
    return BodyRule(Body)


def test_a_good_body_is_loaded(body):
    data = {"kind": "call", "items": [{"count": 2, "weight": 1}], "numbers": {"a": 1}, "areaCode": "350924"}
    assert body.load(data)["code"] == "350924"


@pytest.mark.parametrize(
    ("data", "field", "remedy"),
    [
        ({"kind": "ship"}, "kind", "Give one of: call, shop."),
        ({"kind": "call", "at": "2025-01-31T08:00:00"}, "at",
         "Give a time with offset, as 2025-01-31T08:00:00+08:00."),
        ({"kind": "call", "items": [{"count": 1}, {"count": "1"}]}, "items.1.count", "Give a whole number."),
        ({"kind": "call", "items": [{}]}, "items.0.count", "Add it: a whole number."),
        ({"kind": "call", "items": [{"count": 1, "odd": 1}]}, "items.0.odd",
         "Remove it. Known here: count, weight."),
        ({"kind": "call", "items": [{"count": 1}] * 4}, "items", "Give a list of at most 3 entries."),
        ({"kind": "call", "numbers": {"a": "1"}}, "numbers.a.value", "Give a whole number."),
        ({"kind": "call", "areaCode": "3509"}, "areaCode", "Give a region code, as 350924."),
        ({"kind": "call", "code": "350924"}, "code",
         "Remove it. Known here: areaCode, at, items, kind, numbers, self, urgent."),
        ({"kind": "call", "self": {"kind": 1}}, "self.kind", "Give one of: call, shop."),
        ([], "", "Send an object with: areaCode, at, items, kind, numbers, self, urgent."),
    ],
)  # fmt: skip
def test_each_wrong_field_has_its_path_and_remedy(body, data, field, remedy):
    assert errors(body, data)[field] == remedy


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["kind", "at", "urgent", "items", "numbers", "areaCode", "self", "x"]), json_values
    )
)
def test_any_json_is_loaded_or_refused_with_fields_and_remedies(data):
    found = []
    try:
        loaded = BODY.load(data)
    except Problem as problem:
        loaded, found = None, problem.errors
    assert (loaded is None) == bool(found)
    assert all(item["message"] and item["remedy"] for item in found)


@given(json_values.filter(lambda value: not isinstance(value, bool)))
def test_only_true_and_false_are_booleans(value):
    assert "urgent" in errors(BODY, {"kind": "call", "urgent": value})


BODY = BodyRule(Body)


def test_the_schema_class_itself_stays_lenient():
    BodyRule(Item)
    assert Item().load({"count": "5"}) == {"count": 5}


def test_without_a_schema_nothing_may_be_sent():
    assert BodyRule(None).load({}) == {}
    assert errors(BodyRule(None), {"a": 1}) == {"a": "Remove it. Known here: nothing."}
    assert QueryRule(None).load("") == {}
    assert errors(QueryRule(None), "a=1") == {"a": "Remove it. Known here: nothing."}


def test_query_numbers_are_text_and_lists_may_repeat():
    rule = QueryRule(Query)
    assert rule.load("limit=5&region=35&region=36") == {"limit": 5, "region": ["35", "36"]}
    assert rule.load("region=35") == {"region": ["35"]}
    assert errors(rule, "limit=") == {"limit": "Give a whole number."}
    with pytest.raises(Problem, match="'limit' once"):
        rule.load("limit=1&limit=2")
    with pytest.raises(Problem, match="More than 100"):
        rule.load("&".join(f"region={n}" for n in range(101)))
