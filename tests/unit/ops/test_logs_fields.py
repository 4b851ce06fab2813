"""Every field that a log line may have is documented, from one source."""

import ast
import json
import logging
from functools import cache

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import subscribe
from lianfang.ops import logs_fields
from tests.architecture.source_tree import python, text, tree

LOGGING = {"debug", "info", "warning", "error", "exception", "critical", "log"}
COMPUTED = {"listening": {"http_port", "ops_port"}}
"""Fields that are put together elsewhere, by the name of the variable."""


@cache
def given():
    """Return (where, field) for each field that the code gives to a line."""
    return tuple(_given())


def _given():
    for path in python("services", "libs"):
        if "extra=" not in text(path) and "logs.line(" not in text(path):
            continue  # to parse them all takes seconds
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            extra = [each.value for each in node.keywords if each.arg == "extra"]
            if node.func.attr in LOGGING and extra:
                yield from ((f"{path}:{node.lineno}", name) for name in fields_of(extra[0]))
            elif ast.unparse(node.func) == "logs.line":
                yield from ((f"{path}:{node.lineno}", name) for name in fields_of(node.args[1]))


def fields_of(value):
    if isinstance(value, ast.Name):
        return COMPUTED[value.id]
    assert isinstance(value, ast.Dict), ast.unparse(value)
    spread = [each for key, each in zip(value.keys, value.values, strict=True) if key is None]
    assert all(ast.unparse(each).startswith("ids_of(") for each in spread)
    return {key.value for key in value.keys if key is not None} | ({"trace_id", "span_id"} if spread else set())


def test_the_code_gives_only_documented_fields_to_its_lines():
    found = given()
    assert len(found) > 40
    assert [(where, name) for where, name in found if name not in logs_fields.names()] == []


def test_every_documented_field_is_given_by_somebody():
    given_by_code = {name for _, name in given()}
    made_by_us = {field.name for group in (logs_fields.ALWAYS, logs_fields.IDS) for field in group} | {"exc_info"}
    assert logs_fields.names() - given_by_code - made_by_us == set()


def test_the_page_is_what_the_source_says():
    assert logs_fields.PAGE.read_text() == logs_fields.page(), "make log-fields writes it"


@pytest.mark.parametrize("group", ["ALWAYS", "IDS"])
def test_lines_of_a_handler_have_the_fields_that_are_documented_for_all(group, written):
    place = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    incident = "5e0f6a3c-8b1d-5c58-9a57-2f5b0c6c1f0a"
    event = Event(
        "e-1", "incident.reported.v1", "/services/incident", incident, "2026-11-22T14:00:00+00:00", "350924",
        {"incident_id": incident}, correlationid="call-1", traceparent=place,
    )  # fmt: skip

    @subscribe("some.queue")
    def handler(_service, _event):
        logging.getLogger("lianfang.x").info("handling")

    handler(None, event)
    (line,) = written()
    assert {field.name for field in getattr(logs_fields, group)} <= set(line)
    assert (line["trace_id"], line["span_id"]) == (place[3:35], place[36:52])
    assert line["incident_id"] == incident
    assert set(line) <= logs_fields.names()
    assert json.dumps(line)
