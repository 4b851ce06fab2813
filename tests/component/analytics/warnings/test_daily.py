"""The daily run over a real base: planted rises are found, chance is left alone, and a repeat changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lianfang.persistence.aggregate import Command
from services.analytics.app.warnings.counts import count
from services.analytics.app.warnings.desk import NoSuchWarning
from services.analytics.domain.refused import Refused
from tests.component.analytics.warnings.conftest import CORNER, DAYS
from tests.fixtures.analytics_warnings import COUNTY, FIRST, WATCH, ZONE, fact, office, rules, usual


def warnings(it, state=None):
    return list(it.uses.desk.page("", state, 100, None).warnings)


def test_a_rise_is_warned_of_by_every_method_with_reasons(found):
    assert len(warnings(found, "raised")) >= 4
    by = {
        each.signal.slot.method: each for each in warnings(found) if each.signal.slot.place[:12] == CORNER[0][:12]
    }
    assert set(by) >= {"cusum", "gi_star", "scan"}
    cusum = by["cusum"].signal
    assert cusum.observed >= 30 > 3 * cusum.expected
    assert FIRST + timedelta(days=DAYS - 6) <= cusum.since <= FIRST + timedelta(days=DAYS - 4)
    numbers = {reason.word: reason.value for reason in cusum.reasons}
    assert numbers["statistic"] >= numbers["limit"]
    assert {reason.word for reason in by["scan"].signal.reasons} >= {"p_value", "simulations"}


def test_events_say_what_was_found(found):
    events = found.events()
    assert {event["type"] for event in events} == {"analytics.warning_raised.v1"}
    assert all(event["data"]["reasons"] and event["data"]["county"] == COUNTY for event in events)


def test_chance_alone_is_hardly_ever_warned_of(calm):
    total = 0
    for day in range(DAYS - 1, DAYS + 6):
        calm.on(day)
        total += calm.uses.daily()
    assert total <= 2


def test_a_day_is_looked_at_once_and_a_repeat_has_no_second_effect(risen):
    new = risen.uses.daily()
    assert new > 0
    before = (warnings(risen), risen.events())
    assert risen.uses.daily() == 0
    assert risen.uses.daily.run(COUNTY, FIRST + timedelta(days=DAYS - 1)) == 0
    assert (warnings(risen), risen.events()) == before


def test_it_waits_for_its_hour(risen):
    risen.on(DAYS - 1, hour=4.4)
    assert risen.uses.daily() == 0
    risen.on(DAYS - 1, hour=4.6)
    assert risen.uses.daily() > 0


def test_who_dismisses_gives_a_reason_and_has_quiet(found):
    one = next(each for each in warnings(found) if each.signal.slot.method == "cusum")
    with pytest.raises(Refused):
        found.uses.desk.dismiss(one.id, "whatever", "z-1", Command("c-0"))
    ended = found.uses.desk.dismiss(one.id, "single_cause", "z-1", Command("c-1"))
    assert (ended.state, ended.because, ended.by) == ("dismissed", "single_cause", "z-1")
    found.on(DAYS)
    found.uses.daily()
    assert found.uses.desk.get(one.id).state == "dismissed"
    assert [event["data"]["reason"] for event in found.events() if event["type"].endswith("dismissed.v1")] == [
        "single_cause"
    ]
    with pytest.raises(NoSuchWarning):
        found.uses.desk.dismiss(one.id.replace(".1", ".2"), "handled", "z-1", Command("c-2"))


def test_warnings_that_are_seen_no_more_end_by_themselves(found):
    found.clock.forward(7 * 86_400 + 1)
    assert found.uses.desk.expire() == len(warnings(found))
    assert {each.state for each in warnings(found)} == {"expired"}
    assert found.uses.desk.expire() == 0


def test_a_region_sees_its_own_warnings_only(found):
    township = CORNER[0][:9]
    mine = found.uses.desk.page(township, None, 100, None).warnings
    assert mine
    assert all(each.signal.slot.place.startswith(township) for each in mine)
    assert found.uses.desk.page("350925", None, 100, None).warnings == ()


def test_restricted_events_other_categories_and_other_days_are_not_counted(tmp_path):
    it = office(tmp_path)
    place = CORNER[0]
    it.add([
        fact(1, place, 0), fact(2, place, 0, restricted=True), fact(3, place, 1, hour=0.0),
        fact(4, place, 1, hour=23.99), fact(5, place, 2, category="100401"), fact(6, "3509250010011001", 1),
        fact(7, place, 3), fact(8, place, 1, kind="incident_closed"),
    ])  # fmt: skip
    assert count(it.base, WATCH, COUNTY, FIRST, 3, ZONE).cells == {(place, 0): 1, (place, 1): 2, (place, 2): 1}
    only = count(it.base, replace(WATCH, category="10"), COUNTY, FIRST, 3, ZONE)
    assert only.cells == {(place, 2): 1}
    assert only.series(9) == {place[:9]: [0, 0, 1]}


def test_an_incident_counts_where_it_was_in_the_end(tmp_path):
    it = office(tmp_path)
    it.add([fact(1, CORNER[0], 0), fact(1, CORNER[1], 0, event_id="e-x", kind="place_corrected", sequence=2),
            fact(1, CORNER[2], 0, event_id="e-y", kind="place_corrected", sequence=3)])  # fmt: skip
    assert count(it.base, WATCH, COUNTY, FIRST, 1, ZONE).cells == {(CORNER[2], 0): 1}


def test_a_forecast_is_made_weekly_and_scored_when_its_days_are_over(tmp_path):
    it = office(tmp_path, rules())
    hot = [fact(50_000 + n, CORNER[n % 9], n % (DAYS + 7)) for n in range(600)]
    it.add([*usual(DAYS + 7, rate=0.005), *hot])
    it.uses.daily()
    (made,) = it.uses.forecasts.of(COUNTY, None)
    assert made.score is None
    assert 1 <= len(made.grids) <= 7
    assert set(made.grids) <= set(CORNER)
    for day in range(DAYS, DAYS + 7):
        it.on(day)
        it.uses.daily()
    fresh, scored = it.uses.forecasts.of(COUNTY, ("incident_reported", ""))
    assert (scored.start, fresh.start) == (made.start, made.end + timedelta(days=1))
    assert scored.score.pai == pytest.approx(scored.score.hit_rate / scored.score.area_share)
    assert scored.score.pai > 5
    assert scored.score.efficiency <= 1.0
    assert it.uses.forecasts.unscored(COUNTY) == [fresh]


def test_nothing_is_said_of_a_base_without_facts(tmp_path):
    it = office(tmp_path)
    assert it.uses.daily() == 0
    assert it.uses.forecasts.of(COUNTY, None) == []
