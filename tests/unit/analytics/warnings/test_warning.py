"""A warning's life: raised, renewed, dismissed with a reason, expired; and that it is never of people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.contracts.analytics.warnings import METHODS
from lianfang.contracts.registry import contract_of
from lianfang.datafile import NotValid
from services.analytics.app.warnings.load import load
from services.analytics.app.warnings.storage import Kept, change, from_json, to_json
from services.analytics.domain.refused import Refused
from services.analytics.domain.warnings.rules import OF_PLACES, Watch
from services.analytics.domain.warnings.warning import (
    BECAUSE,
    Reason,
    Signal,
    Slot,
    dismiss,
    expire,
    on_signal,
)
from services.analytics.domain.warnings.words import MEANINGS, sentence
from tests.fixtures.clock import MORNING

RULES = load()
SLOT = Slot("350924100", "incident_reported", "2003", "cusum")
NUMBERS = tuple(Reason(word, 3.0) for word in MEANINGS)
SIGNAL = Signal(SLOT, date(2026, 2, 24), date(2026, 3, 1), 19, 7.2, NUMBERS)


@pytest.fixture
def raised():
    warning, _told = on_signal(None, SIGNAL, RULES, MORNING)
    return warning


def test_a_signal_raises_a_warning_with_its_reasons():
    warning, (told,) = on_signal(None, SIGNAL, RULES, MORNING)
    assert (warning.state, warning.number, warning.expires) == ("raised", 1, MORNING + RULES.open_for)
    assert told.name == "warning_raised"
    assert {"word": "limit", "value": 3.0} in told.more["reasons"]


def test_a_further_signal_renews_the_one_that_is_open_and_says_nothing(raised):
    later = replace(SIGNAL, day=date(2026, 3, 2), observed=23)
    warning, told = on_signal(raised, later, RULES, MORNING + timedelta(days=1))
    assert told == ()
    assert (warning.number, warning.signal.observed) == (1, 23)
    assert warning.expires == raised.expires + timedelta(days=1)


def test_an_older_days_signal_changes_nothing(raised):
    assert on_signal(raised, replace(SIGNAL, day=date(2026, 2, 28)), RULES, MORNING) is None


def test_after_a_dismissal_the_same_is_quiet_for_a_while(raised):
    ended, (told,) = dismiss(raised, "known_cause", "z-1", MORNING)
    assert (told.name, told.more, ended.by) == ("warning_dismissed", {"reason": "known_cause"}, "z-1")
    assert on_signal(ended, SIGNAL, RULES, MORNING + RULES.quiet - timedelta(seconds=1)) is None
    again, _ = on_signal(ended, SIGNAL, RULES, MORNING + RULES.quiet)
    assert (again.number, again.id) == (2, f"{SLOT.id}.2")


def test_only_a_raised_one_is_dismissed_and_only_with_a_reason(raised):
    with pytest.raises(Refused, match="is no reason"):
        dismiss(raised, "because", "z-1", MORNING)
    ended, _ = dismiss(raised, "handled", "z-1", MORNING)
    with pytest.raises(Refused, match="dismissed already"):
        dismiss(ended, "handled", "z-1", MORNING)


def test_what_is_seen_no_more_expires_once(raised):
    assert expire(raised, raised.expires - timedelta(seconds=1)) is None
    ended, (told,) = expire(raised, raised.expires)
    assert (ended.state, told.name) == ("expired", "warning_expired")
    assert expire(ended, raised.expires) is None


@given(st.lists(st.sampled_from(["signal", "dismiss", "expire"]), max_size=25), st.data())
def test_one_is_open_at_a_time_and_every_event_keeps_its_contract(steps, data):
    kept, now, day = None, MORNING, SIGNAL.day
    for step in steps:
        now += timedelta(days=data.draw(st.integers(0, 9)))
        day += timedelta(days=data.draw(st.integers(-1, 3)))
        done = None
        if step == "signal":
            done = on_signal(kept.now if kept else None, replace(SIGNAL, day=day), RULES, now)
        elif kept is not None and step == "expire":
            done = expire(kept.now, now)
        elif kept is not None and kept.now.state == "raised":
            done = dismiss(kept.now, data.draw(st.sampled_from(BECAUSE)), "z-1", now)
        if done is None:
            continue
        made = change(kept, *done)
        for event in made.events:
            contract_of(event.type).check(event.data)
        kept = made.state
        assert all(each.state != "raised" for each in kept.past)
        assert [each.number for each in (*kept.past, kept.now)] == list(range(1, kept.now.number + 1))
        assert (made.due is None) == (kept.now.state != "raised")
        assert from_json(Kept, to_json(kept)) == kept


@pytest.mark.parametrize("method", METHODS)
def test_reasons_are_told_in_both_languages(method):
    signal = replace(SIGNAL, slot=replace(SLOT, method=method))
    assert "19" in sentence(signal, "zh")
    assert "19 since 2026-02-24" in sentence(signal, "en")


@pytest.mark.parametrize("figure", ["hours_served", "points_credited", "no_show", "visit_made"])
def test_people_are_never_watched(figure, tmp_path):
    with pytest.raises(ValueError, match="no figure of places"):
        Watch(figure)
    text = (load.__defaults__[0]).read_text(encoding="utf-8").replace("hazard_found", figure)
    (tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(NotValid, match=r"w\.yaml:\d+: watches.*no figure of places"):
        load(tmp_path / "w.yaml")


def test_the_platforms_own_rules_are_read():
    assert {each.figure for each in RULES.watches} <= OF_PLACES
    assert RULES.history == RULES.charts.baseline + RULES.charts.watch


def test_a_p_that_so_few_simulations_can_never_reach_is_refused(tmp_path):
    text = (load.__defaults__[0]).read_text(encoding="utf-8").replace("simulations: 499", "simulations: 98")
    (tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(NotValid, match=r"scan\.simulations: are too few to reach a p of 0\.01 \(take 99 or more\)"):
        load(tmp_path / "w.yaml")
