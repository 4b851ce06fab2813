"""The CloudEvents envelope."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.envelope import Event, Undecodable

text = st.text(min_size=1, max_size=20)
events = st.builds(
    Event,
    id=text,
    type=text,
    source=text,
    subject=text,
    time=st.just("2026-01-01T00:00:00+00:00"),
    region=st.from_regex(r"[0-9]{6}", fullmatch=True),
    data=st.dictionaries(text, st.integers() | text | st.none()),
    sequence=st.integers(0, 10**12),
    addressee=st.sampled_from(["", "aoyang.case"]),
    correlationid=st.text(max_size=5),
    restricted=st.booleans(),
)


@given(events)
def test_what_is_sent_is_what_is_read(event):
    read = Event.from_json(event.to_json())
    assert read == event
    assert read.restricted == event.restricted


@given(events)
def test_headers_mirror_the_scalar_attributes_and_never_the_data(event):
    headers = event.headers()
    assert headers["cloudEvents_id"] == event.id
    assert "cloudEvents_data" not in headers
    assert all(isinstance(value, str) for value in headers.values())


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "'specversion'"),
        (json.dumps({"specversion": "0.3", "id": "1", "source": "s", "type": "t"}), "0.3"),
        (json.dumps({"specversion": "1.0", "id": 7, "source": "s", "type": "t"}), "'id'"),
        (json.dumps({"specversion": "1.0", "id": "1", "source": "s", "type": "t", "data": "x"}), "'data'"),
        (json.dumps({"specversion": "1.0", "id": "1", "source": "s", "type": "t", "sequence": "x"}), "sequence"),
        (json.dumps({"specversion": "1.0", "id": "1", "source": "s", "type": "t", "time": "noon"}), "RFC 3339"),
        (json.dumps({"specversion": "1.0", "id": "1", "source": "s", "type": "t", "time": "2026-01-01"}), "offset"),
    ],
)
def test_undecodable_bodies_say_what_is_wrong(body, says):
    with pytest.raises(Undecodable, match=says):
        Event.from_json(body)
