"""Events are read strictly where it matters, and filtered as asked."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.envelope import Event as Envelope
from lianfang_district import Event, NotAnEvent
from lianfang_district.account import account_of, queue_of, team_of
from lianfang_district.wanted import Wanted

RAW = {"specversion": "1.0", "id": "1", "type": "incident.reported.v1", "source": "/s", "region": "350924100"}
WRONG: tuple[dict[str, object], ...] = (
    {"id": ""}, {"id": 7}, {"type": None}, {"specversion": "0.3"}, {"data": []}, {"region": 350924},
)  # fmt: skip


@given(st.text(min_size=1), st.integers(0, 10**9), st.dictionaries(st.text(), st.integers()))
def test_it_reads_what_the_platform_writes(id, sequence, data):
    sent = Envelope(
        id, "grid.hazard_found.v2", "/services/grid", "s", "2024-05-01T08:00:00+00:00", "350924", data, sequence
    )
    got = Event.from_json(sent.to_json())
    assert (got.id, got.context, got.name, got.region, got.sequence) == (
        id,
        "grid",
        "hazard_found",
        "350924",
        sequence,
    )
    assert got.data == data
    assert got.moment.isoformat() == sent.time


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff", b"[]", b"{}", b"null",
        *(json.dumps(RAW | change).encode() for change in WRONG),
    ],
)  # fmt: skip
def test_what_is_no_event_says_so(body):
    with pytest.raises(NotAnEvent):
        Event.from_json(body)


@pytest.mark.parametrize(
    ("region", "contexts", "events", "taken"),
    [
        ("", [], [], True),
        ("350924", ["incident"], ["reported"], True),
        ("350924100", [], ["incident.reported"], True),
        ("350924101", [], [], False),
        ("350924100001", [], [], False),
        ("", ["grid"], [], False),
        ("", [], ["closed"], False),
        ("", [], ["grid.reported"], False),
    ],
)
def test_filter(region, contexts, events, taken):
    assert Wanted.of(region, contexts, events).takes(Event.from_json(json.dumps(RAW).encode())) is taken


@pytest.mark.parametrize(
    ("events", "versions"),
    [
        (["reported"], ["v1"]), (["incident.reported"], ["v1"]), (["reported.v2"], ["v2"]),
        (["reported", "incident.reported.v2"], ["v1", "v2"]), ([], ["v1", "v2"]),
    ],
)  # fmt: skip
def test_a_fact_that_is_told_in_two_versions_is_taken_in_the_one_that_the_program_knows(events, versions):
    told = [Event.from_json(json.dumps(RAW | {"type": f"incident.reported.{v}"}).encode()) for v in ("v1", "v2")]
    taken = [event for event in told if Wanted.of("", [], events).takes(event)]
    assert [event.type.rpartition(".")[2] for event in taken] == versions


def test_a_filter_of_the_wrong_form_is_refused():
    with pytest.raises(ValueError, match="350924"):
        Wanted.of("35.09.24", [], [])
    with pytest.raises(TypeError, match=r"\['incident'\]"):
        Wanted.of("", "incident", [])


def test_the_queue_follows_from_the_account():
    assert queue_of(account_of("amqp://district-350924:x@h/v")) == "district.350924"
    assert queue_of(account_of("amqp://team-350924.aoyang.case:x@h/v")) == "team.350924.aoyang.case"
    assert team_of("team-350924.aoyang.case") == "350924.aoyang.case"
    for bad in ("guest", "svc-incident", "district-", "district"):
        with pytest.raises(ValueError, match="name the queue"):
            queue_of(bad)
    with pytest.raises(ValueError, match="no team's"):
        team_of("district-350924")
    with pytest.raises(ValueError, match="has no account"):
        account_of("amqp://h/v")
