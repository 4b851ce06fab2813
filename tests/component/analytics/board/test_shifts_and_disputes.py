"""Items of shifts and disputes are what patrol and mediation themselves know, read in any order."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from services.mediation.app.announcing import about, announce
from services.mediation.domain.fold import trail
from tests.component.patrol.shifts.test_random_histories import Run, steps
from tests.fixtures.analytics_events import board, event, from_outbox
from tests.fixtures.mediation_domain import Story


@given(steps, st.randoms())
@settings(max_examples=6)
def test_who_has_which_place_of_a_shift_is_what_patrol_says(todo, chance):
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        for step in todo:
            run.do(*step)
        events = from_outbox(run.office.events())
        chance.shuffle(events)
        items = board(events)
        for shift in run.office.shifts():
            item = items["shift", shift.id]
            assert (item.body["state"], item.gone) == (shift.state, shift.state in ("ended", "cancelled"))
            if shift.state in ("published", "running"):
                told = {int(number): each.get("person", "") for number, each in item.body["places"].items()}
                assert told == {place.number: place.person for place in shift.places}


@given(st.sampled_from(["opened", "triaged", "in_round", "agreed", "kept", "failed", "resolved"]), st.randoms())
def test_a_dispute_is_what_mediation_says_of_it(far, chance):
    story = getattr(Story(), far)()
    told = announce(trail(type(story.case)(), story.facts))
    events = [event(each.type, each.data, each.region, n, story.case.id) for n, each in enumerate(told, 1)]
    chance.shuffle(events)
    item = board(events)["case", story.case.id]
    truth = {name: value for name, value in about(story.case).items() if name not in ("case_id", "sealed")}
    assert {name: item.body.get(name) for name in truth} == truth
