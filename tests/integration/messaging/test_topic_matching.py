"""Our topic matcher and a real RabbitMQ agree, case by case."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lianfang.messaging.publisher import Outgoing
from lianfang.messaging.routing import matches, region_pattern

pytestmark = pytest.mark.rabbit

KEYS = [
    "incident.reported.v1.35.09.24.100.001.1007",
    "incident.reported.v1.35.09.24.100.001",
    "incident.reported.v1.35.09.24.100",
    "incident.reported.v1.35.09.24",
    "incident.reported.v1.35.09",
    "incident.reported.v1.35",
    "incident.reported.v1",
    "incident.reported.v1.35.09.25.100",
    "incident.reported.v2.35.09.24",
    "incident.task_requested.v1.35.09.24.aoyang.case",
    "incident.task_requested.v1.35.09.24.aoyang.traffic",
    "grid.release_page.v1.35.09.24",
    "a", "a.b", "a.b.c", "", ".", "a..b", ".a", "a.", "*", "#", "a.*", "a.#",
]  # fmt: skip
PATTERNS = [
    "#", "*", "*.*", "*.#", "#.*", "#.#", "#.a.#", "a.#", "#.b", "a.*.c", "a.#.c", "", ".", "*.", "#.", "a..b",
    "a.#.b",
    "*.*.*.35.09.24.#", "*.*.*.35.09.24", "*.*.*.35.09.#", "*.*.*.35.#", "incident.reported.v1.#",
    "incident.reported.*.35.09.24.*", "incident.*.v1.35.09.24.aoyang.case", "incident.task_requested.v1.#.case",
    "#.24.#", "#.#.24", "*.#.*.24.#", "incident.#.#.v1.#", "ab#", "a*",
    region_pattern("350924"), region_pattern("3509", "incident"),
]  # fmt: skip


@pytest.fixture
def broker_matches(raw, publisher):
    """Ask the broker which of `keys` each pattern's queue gets: {pattern: [keys]}."""

    def ask(patterns: list[str], keys: list[str]) -> dict[str, list[str]]:
        name = f"asked{random.random()}"
        raw.channel.exchange_declare(name, "topic", durable=False, auto_delete=False)
        queues = {}
        for number, pattern in enumerate(patterns):
            queue = queues[pattern] = f"{name}.{number}"
            raw.channel.queue_declare(queue, exclusive=True, durable=False)
            raw.channel.queue_bind(queue, name, pattern)
        publisher.publish([Outgoing(name, key, key.encode()) for key in keys])
        got = defaultdict(list)
        for pattern, queue in queues.items():
            while (message := raw.channel.basic_get(queue, no_ack=True)) is not None:
                got[pattern].append(message.delivery_info["routing_key"])
            raw.channel.queue_delete(queue)
        raw.channel.exchange_delete(name)
        return got

    return ask


def test_the_table_of_cases(broker_matches):
    got = broker_matches(PATTERNS, KEYS)
    assert {pattern: got[pattern] for pattern in PATTERNS} == {
        pattern: [key for key in KEYS if matches(pattern, key)] for pattern in PATTERNS
    }


WORDS = st.sampled_from(["a", "b", "35", "", "*", "#"])
PATTERN = st.lists(WORDS, min_size=1, max_size=5).map(".".join)
KEY = st.lists(st.sampled_from(["a", "b", "35", ""]), min_size=1, max_size=5).map(".".join)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],  # shrinking against a broker takes minutes, and the message names the pattern
)  # fmt: skip
@given(
    st.lists(PATTERN, min_size=8, max_size=12, unique=True), st.lists(KEY, min_size=12, max_size=20, unique=True)
)
def test_generated_patterns_and_keys(broker_matches, patterns, keys):
    got = broker_matches(patterns, keys)
    for pattern in patterns:
        assert got[pattern] == [key for key in keys if matches(pattern, key)], pattern


def test_an_event_of_the_parent_does_not_reach_a_county_binding(broker_matches):
    """Hence what concerns child regions is emitted per affected county."""
    parent, own = "grid.release_published.v1.35.09", "grid.release_published.v1.35.09.24"
    assert broker_matches([region_pattern("350924")], [parent, own])[region_pattern("350924")] == [own]
