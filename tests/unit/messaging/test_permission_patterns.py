"""Permission expressions allow exactly what their topic patterns mean, and no binding key gets out of a region."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.accounts import grants, patterns
from lianfang.messaging.routing import matches
from lianfang.messaging.topology import TopologyError, load

WORD = st.sampled_from(["incident", "grid", "arrive", "v1", "35", "09", "24", "2x4", "100", "aoyang"])
KEY = st.lists(WORD, min_size=1, max_size=7).map(".".join)
PATTERN = st.lists(WORD | st.just("*"), min_size=1, max_size=5).map(".".join)
LOOSE_KEY = st.lists(WORD | st.sampled_from("*#"), min_size=1, max_size=8).map(".".join)
REGION = ["35", "09", "24"]


@given(PATTERN, st.booleans(), KEY)
def test_an_expression_takes_the_keys_that_its_pattern_matches(body, open_ended, key):
    pattern = f"{body}.#" if open_ended else body
    assert bool(re.search(patterns.keys([pattern]), key)) == matches(pattern, key)


@given(LOOSE_KEY, st.lists(WORD, min_size=3, max_size=3), st.lists(WORD, max_size=5))
def test_no_binding_key_that_is_allowed_takes_an_event_from_elsewhere(binding, head, rest):
    key = ".".join(head + rest)
    if re.search(patterns.binding_keys_of(REGION), binding) and rest[:3] != REGION:
        assert not matches(binding, key)


@given(st.lists(WORD | st.just("*"), max_size=3))
def test_binding_keys_of_the_region_and_below_are_allowed(rest):
    assert re.search(patterns.binding_keys_of(REGION), ".".join(["*", "*", "*", *REGION, *rest, "#"]))


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_names_are_taken_whole_and_literally(name, allowed):
    taken = bool(re.search(patterns.names(allowed), name))
    assert taken == (name.removesuffix("\n") in (allowed or [""]) or name in allowed)


def test_a_hash_in_the_middle_is_refused():
    with pytest.raises(ValueError, match="only be the last word"):
        patterns.keys(["incident.#.v1"])


def test_nobody_may_configure_and_everything_is_anchored():
    topology = load()
    given_out = [grants.service(topology, name) for name in topology.services()]
    given_out += [grants.district(topology, "350924"), grants.team(topology, "350924.aoyang.case")]
    for grant in given_out:
        assert grant.configure == "^$"
        rules = [text for rule in grant.topics.values() for text in (rule.write, rule.read)]
        for expression in (grant.write, grant.read, *rules):
            assert expression.startswith("^")
            assert expression.endswith("$")


def test_a_service_that_the_topology_lacks_is_refused():
    with pytest.raises(TopologyError, match="known: analytics, grid, incident, mediation"):
        grants.service(load(), "nobody")


def test_only_who_follows_the_logs_may_read_them():
    topology = load()
    may = {
        name: bool(re.search(grants.service(topology, name).read, "lianfang.log.restricted"))
        for name in topology.services()
    }
    assert {name for name, allowed in may.items() if allowed} == {"analytics"}
