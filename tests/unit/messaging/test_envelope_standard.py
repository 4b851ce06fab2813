"""What Lianfang sends is a CloudEvent by the official JSON Schema of the specification."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.envelope import Event
from tests.fixtures.data import data_file

WORD = st.from_regex(r"[a-z][a-z0-9_]{0,15}", fullmatch=True)
EVENTS = st.builds(
    Event,
    id=st.uuids().map(str),
    type=st.builds("{}.{}.v1".format, WORD, WORD),
    source=WORD.map("/services/{}".format),
    subject=st.text(min_size=1, max_size=20),
    time=st.datetimes().map(lambda moment: f"{moment.isoformat()}+00:00"),
    region=st.sampled_from(["35", "3509", "350924", "350924100", "350924100001", "3509241000011007"]),
    data=st.dictionaries(
        WORD, st.one_of(st.integers(), st.text(max_size=10), st.none(), st.booleans()), max_size=4
    ),
    sequence=st.integers(0, 10**18),
    addressee=st.sampled_from(["", "aoyang.case"]),
    correlationid=st.sampled_from(["", "c-1"]),
    restricted=st.booleans(),
)


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(data_file("standards/cloudevents/cloudevents.json").read_text()))


def test_every_envelope_keeps_the_official_schema(schema):
    @given(EVENTS)
    def keeps(event: Event) -> None:
        envelope = json.loads(event.to_json())
        assert sorted(error.message for error in schema.iter_errors(envelope)) == []
        # CloudEvents 1.0, "Naming conventions": lower-case letters and digits only.
        assert all(name.isascii() and name.isalnum() and name == name.lower() for name in envelope)

    keeps()


def test_the_schema_would_notice(schema):
    envelope = json.loads(Event("1", "a.b.v1", "/s", "x", "2026-01-01T00:00:00+00:00", "35", {}).to_json())
    for name in ("id", "source", "specversion", "type"):
        assert list(schema.iter_errors({key: value for key, value in envelope.items() if key != name}))
