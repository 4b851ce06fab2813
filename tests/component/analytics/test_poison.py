"""One message that nobody should have sent holds up none of the others, and is marked."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.analytics.app.projection.projector import Projector
from services.analytics.engine.duck import DuckBase
from tests.fixtures.analytics_histories import Message, history

_numbers = itertools.count()
REPORTS = [event for event in history(3_000) if event.type == "incident.reported.v1"][:9]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    made = DuckBase(tmp_path_factory.mktemp("facts") / "facts.duckdb")
    yield made
    made.close()


def taken_around(base, bodies: list[bytes]):
    """Put these bodies between good events in a log of their own; return what was taken."""
    stream = f"log-{base.query('SELECT count(*) FROM offsets')[0][0]}"
    good = [event.to_dict() | {"id": f"{stream}/{event.id}"} for event in REPORTS]
    every = [json.dumps(each).encode() for each in good]
    every[4:4] = bodies
    taken = Projector(base, lambda: datetime.now(UTC)).take(
        stream, [Message(offset, body) for offset, body in enumerate(every)]
    )
    assert base.offset(stream) == len(every)
    found = base.query("SELECT count(*) FROM facts WHERE starts_with(event_id, ?)", [f"{stream}/"])
    assert found == [(len(good),)], "every good event before and after it counts"
    json.dumps([one.item.body for one in base.changed(0, [""], 10**6, restricted=True)], allow_nan=False).encode()
    return taken


def spoilt(**envelope) -> bytes:
    """A report with other attributes; `data` is merged into its own."""
    raw = REPORTS[0].to_dict()
    about = envelope.pop("data", {})
    return json.dumps(
        {
            **raw,
            "id": "poison",
            "subject": "poison",
            **envelope,
            "data": {**raw["data"], "incident_id": f"i-{next(_numbers)}", **about},
        }
    ).encode()


POISON = {
    "half a character in the subject": spoilt(subject="x\ud800"),
    "half a character in the id": spoilt(id="x\udfff"),
    "half a character in the data": spoilt(data={"flags": ["\ud800"]}),
    "half a character as bytes": spoilt(id="odd").replace(b"odd", b"\xed\xa0\x80"),
    "a sequence of 40 digits": spoilt(sequence="9" * 40),
    "a sequence of 5000 digits": spoilt(sequence="9" * 5_000),
    "a sequence in superscript": spoilt(sequence="²"),
    "a sequence that is no text": spoilt(sequence=7),
    "a ring beyond 32 bits": spoilt(data={"ring": 10**12}),
    "an infinite ring": spoilt(data={"ring": float("inf")}),
    "before the year 1": spoilt(time="0001-01-01T00:00:00+08:00"),
    "after the year 9999": spoilt(time="9999-12-31T23:59:59-08:00"),
    "not a number": spoilt(data={"flags": float("nan")}),
    "a number too large": spoilt(data={"flags": 12.5}).replace(b"12.5", b"1e999"),
    "deep, and no object": b"[" * 100_000,
    "deep data": spoilt(data={"flags": "deep"}).replace(b'"deep"', b"[" * 900 + b"]" * 900),
    "a newer version": spoilt(type="incident.reported.v2"),
}


@pytest.mark.parametrize("body", POISON.values(), ids=POISON)
def test_it_is_marked_and_the_rest_is_taken(base, body):
    taken = taken_around(base, [body])
    assert [gap.first for gap in taken.gaps] == [4] or b"[[[" in body


def test_several_in_one_stretch_are_each_marked(base):
    taken = taken_around(base, [spoilt(data={"ring": 10**12}), b"x", spoilt(data={"ring": -(10**12)})])
    assert sorted(gap.first for gap in taken.gaps) == [4, 5, 6]


def test_a_newer_version_of_a_known_type_is_a_marked_gap_and_new_fields_are_none(base):
    newer = spoilt(type="incident.reported.v2")
    more = spoilt(id="more", data={"colour": "red", "nested": {"a": [1]}})
    taken = taken_around(base, [newer, more, spoilt(id="strange", type="weather.changed.v1")])
    assert [(gap.first, "incident.reported.v2" in gap.why) for gap in taken.gaps] == [(4, True)]
    assert base.query("SELECT count(*) FROM facts WHERE event_id = 'more'") == [(1,)]


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(alphabet=st.characters())
    | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_payload_whatever_stops_the_projector(base, data):
    event = data.draw(st.sampled_from(ALL))
    name = data.draw(st.sampled_from(sorted(event.data)))
    raw = event.to_dict() | {"id": "any"}
    taken_around(base, [json.dumps({**raw, "data": {**event.data, name: data.draw(_JSON)}}).encode()])


ALL = list({event.type: event for event in history(3_000, seed=9)}.values())
