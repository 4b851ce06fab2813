"""Routing keys and the AMQP topic rules; the same table runs against a real broker in tests/integration."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.envelope import Event
from lianfang.messaging.routing import (
    EVENTS,
    RESTRICTED,
    exchange_of,
    matches,
    region_pattern,
    routing_key,
)


def event(**changes) -> Event:
    values = {
        "id": "e1",
        "type": "incident.reported.v1",
        "source": "/services/incident",
        "subject": "i1",
        "time": "2026-01-01T00:00:00+00:00",
        "region": "350924100001",
        "data": {},
    }
    return Event(**{**values, **changes})


def test_key_carries_type_region_words_and_addressee():
    assert routing_key(event()) == "incident.reported.v1.35.09.24.100.001"
    task = event(type="incident.task_requested.v1", region="350924", addressee="aoyang.case")
    assert routing_key(task) == "incident.task_requested.v1.35.09.24.aoyang.case"


def test_key_longer_than_amqp_allows_is_refused():
    with pytest.raises(ValueError, match="255 bytes"):
        routing_key(event(addressee="zone." + "x" * 240))


def test_what_is_restricted_goes_to_the_restricted_exchange():
    assert exchange_of(event()) == EVENTS
    assert exchange_of(event(restricted=True)) == RESTRICTED


def test_county_pattern_takes_its_villages_and_tasks_and_nothing_of_the_neighbour_or_the_parent():
    pattern = region_pattern("350924")
    assert matches(pattern, "incident.reported.v1.35.09.24.100.001.1007")
    assert matches(pattern, "incident.task_requested.v1.35.09.24.aoyang.case")
    assert not matches(pattern, "incident.reported.v1.35.09.25.100")
    assert not matches(pattern, "grid.release_published.v1.35.09")


def by_regular_expression(pattern: str, key: str) -> bool:
    """A second opinion: translate the topic pattern word by word over a key that ends each word with a dot."""
    tokens = {"*": r"[^.]*\.", "#": r"([^.]*\.)*"}
    source = "".join(tokens.get(word, re.escape(word) + r"\.") for word in pattern.split("."))
    return re.fullmatch(source, key + ".") is not None


words = st.sampled_from(["a", "b", "35", "*", "#"])


@given(
    st.lists(words, min_size=1, max_size=6).map(".".join),
    st.lists(st.sampled_from(["a", "b", "35"]), min_size=1, max_size=6).map(".".join),
)
def test_matching_agrees_with_an_independent_translation(pattern, key):
    assert matches(pattern, key) == by_regular_expression(pattern, key)
