"""The board is the same whatever the order and number of deliveries, for every event that changes it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.board.fold import FOLDINGS, fold, keys_of
from tests.fixtures.analytics_events import board, told

TYPES = sorted(type.removesuffix(".v1") for type in FOLDINGS)
BY_KIND = {
    kind: [type for type in TYPES if FOLDINGS[f"{type}.v1"][0].kind == kind]
    for kind in {each[0].kind for each in FOLDINGS.values()}
}
COLOURS = ("yellow", "orange", "red")
MORE = {
    "mediation": [{"risk": colour} for colour in COLOURS],
    "incident": [{"task_id": "t-1"}, {"task_id": "t-2"}, {}],
}


@st.composite
def stories(draw):
    """Any numbered events of one aggregate."""
    kind = draw(st.sampled_from(sorted(BY_KIND)))
    types = draw(st.lists(st.sampled_from(BY_KIND[kind]), min_size=1, max_size=12))
    events = []
    for number, type in enumerate(types, 1):
        more = draw(st.sampled_from(MORE.get(type.partition(".")[0], [{}])))
        known = set(told(type).data)
        events.append(told(type, number, **{name: value for name, value in more.items() if name in known}))
    return events


@given(stories(), st.randoms())
def test_any_order_and_repetition_gives_the_same_items(events, chance):
    again = [*events, *chance.choices(events, k=len(events))]
    chance.shuffle(again)
    assert board(again) == board(events)


@given(stories())
def test_an_event_that_is_known_gives_back_the_very_item(events):
    items = board(events)
    for event in events:
        for key in keys_of(event):
            assert fold(key, items[key], event) is items[key]


@given(stories(), st.randoms())
def test_folding_leaves_the_item_before_as_it_was(events, chance):
    before = board(events[:-1])
    copies = board(events[:-1])
    for key in keys_of(events[-1]):
        fold(key, before.get(key), events[-1])
    assert before == copies


def test_an_event_of_another_item_changes_nothing():
    event = told("incident.reported")
    assert fold(("incident", "another"), None, event) is None
    assert keys_of(replace(event, type="incident.unknown.v1")) == ()


@pytest.mark.parametrize("type", TYPES)
def test_each_item_knows_its_county_and_place(type):
    for item in board([told(type)]).values():
        assert item.county in ("350924", "")
        assert item.region
