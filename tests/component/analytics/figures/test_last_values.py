"""Figures that go by the last value: what came of incidents, who serves where. What stood before counts no more."""

from __future__ import annotations

from services.analytics.domain.figures.period import Period
from tests.fixtures.analytics_figures import COUNTY, NOON, OTHER_GRID, TOWN, fact

YEAR = Period.parse("2026")


def found(id, sequence, *, filed="criminal", cleared=False, deaths=0, setting="", **more):
    """The facts of one recording of what came of an incident."""
    crime = filed == "criminal"
    about = {"sequence": sequence, "category": "100400", **more}
    return [
        fact("case_filed", id, word=filed, value=float(filed != "none"), **about),
        fact("case_cleared", id, word=filed, value=float(cleared), **about),
        fact("crime_setting", id, word=setting, value=float(crime), **about),
        fact("deaths", id, word=filed, value=float(deaths), **about),
    ]


def test_a_case_that_was_taken_back_or_became_another_counts_as_what_it_is_now(desk):
    desk.add(
        *found("i-1", 2), *found("i-2", 2), *found("i-2", 5, filed="none"),
        *found("i-3", 4, filed="administrative"), *found("i-3", 2),
    )  # fmt: skip
    assert (desk.of("criminal_cases", period=YEAR), desk.of("administrative_cases", period=YEAR)) == (1, 1)
    (only,) = desk.trace("criminal_cases", COUNTY, YEAR).facts
    assert only.subject == "i-1"


def test_the_clearance_rate_is_of_the_cases_filed(desk):
    desk.add(*found("i-1", 2), *found("i-1", 5, cleared=True), *found("i-2", 2),
             *found("i-3", 2, filed="administrative", cleared=True))  # fmt: skip
    assert desk.of("crimes_cleared", period=YEAR) == 50


def test_deaths_are_the_last_number_of_each_accident_of_the_traffic_classes(desk):
    desk.add(
        *found("i-1", 2, filed="none", deaths=1, category="300100"),
        *found("i-1", 6, filed="none", deaths=2, category="300100"),
        *found("i-2", 2, filed="none", deaths=1, category="300100"),
        *found("i-2", 3, filed="none", deaths=0, category="300100"),
        *found("i-3", 2, deaths=1, category="100300"),
    )  # fmt: skip
    value = desk.value("accident_deaths", COUNTY, YEAR)
    assert (value.value, value.facts) == (2, 1)


def test_street_crime_is_criminal_and_where_the_incident_was_after_all(desk):
    desk.add(
        *found("i-1", 2, setting="street"), *found("i-2", 2, setting="home"),
        *found("i-3", 2, filed="administrative", setting="street"),
        fact("place_corrected", "i-1", 5, region=OTHER_GRID),
    )  # fmt: skip
    assert (desk.of("street_crime", period=YEAR), desk.of("street_crime", TOWN, YEAR)) == (1, 0)


def person(id, sequence, unit, kind="person_changed", *, active=True, force="officer"):
    """Somebody who serves in a unit, or no more."""
    return fact(
        kind, id, team=f"{COUNTY}.{unit}", word=force, value=float(active), sequence=sequence, region=COUNTY
    )


def test_strength_counts_everybody_once_where_they_serve_now(desk):
    desk.add(
        person("p-1", 1, "aoyang.community", "person_joined"),
        person("p-2", 1, "county.bureau", "person_joined"), person("p-2", 2, "aoyang.case"),
        person("p-3", 1, "aoyang.community", "person_joined"),
        person("p-3", 3, "aoyang.community", "person_left", active=False),
        person("p-4", 1, "county.bureau", "person_joined"),
        person("p-5", 1, "aoyang.community", "person_joined", force="volunteer"),
    )  # fmt: skip
    assert desk.of("station_strength", period=YEAR) == 2
    assert desk.of("community_strength_share", period=YEAR) == 50
    assert round(desk.of("station_strength_share", period=YEAR), 1) == 66.7
    assert desk.of("station_strength", period=Period.parse("2025")) == 0


def test_safety_is_a_share_of_who_answered_with_its_test(desk):
    for at, agreeing in ((NOON.replace(year=2025), 80), (NOON, 94)):
        about = {"word": "feels_safe", "at": at}
        desk.add(fact("survey_answered", "s", value=100.0, **about),
                 fact("survey_agreeing", "s", value=float(agreeing), **about))  # fmt: skip
    change = desk.compare("feels_safe", COUNTY, YEAR, "year")
    assert (change.now.value, change.test) == (94, "shares")
    assert change.tested.p < 0.01
