"""A preventable crime opens one review with what was known before, by the ids of the events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.analytics.app.reviews.reviews import NoSuchReview
from services.analytics.domain.refused import Refused
from services.analytics.domain.reviews.review import Incident
from tests.fixtures.analytics_assessment import COUNTY, PLACE, UNIT, command, fact

AT = datetime(2026, 3, 20, 18, tzinfo=UTC)
BURGLARY = "100401"


@pytest.fixture
def office(office):
    """It is three hours after a burglary at a place with a history."""
    office.clock.now = AT + timedelta(hours=3)
    day = timedelta(days=1)
    office.tell(
        fact("incident_reported", AT, "burglary", subject="i9", category=BURGLARY, word="call"),
        fact("incident_closed", AT + timedelta(hours=2), subject="i9", category=BURGLARY, word="handled"),
        fact("task_requested", AT, subject="i9", team=UNIT, sequence=2, other="t1"),
        fact("hazard_found", AT - 20 * day, "hazard", subject="h1", category="door"),
        fact("incident_reported", AT - 9 * day, "earlier", subject="i1", category=BURGLARY),
        fact("incident_closed", AT - 9 * day, subject="i1", word="false_alarm"),
        fact("visit_made", AT - 30 * day, "visit", value=30.0),
        fact("hazard_found", AT - 95 * day, "long-ago"),
        fact("hazard_found", AT - day, "elsewhere", region="350924100002"),
        fact("hazard_found", AT + timedelta(hours=1), "later"),
        fact("mediation_unrelated", AT - day, "other-kind"),
    )
    return office


def report(office, subject, category):
    """Somebody calls."""
    office.tell(fact("incident_reported", AT, subject=subject, category=category, word="call"))


def only(office):
    """The only review."""
    (found,), _ = office.reviews.page(COUNTY)
    return found


def test_it_opens_once_with_what_was_known_before(office):
    assert [office.reviews.sweep(), office.reviews.sweep()] == [1, 0]
    review = only(office)
    assert (review.trigger, review.incident.event_id, review.incident.team) == (
        "preventable_crime",
        "burglary",
        UNIT,
    )
    assert [row.event_id for row in review.picture.rows] == ["earlier", "hazard", "visit"]
    assert (review.picture.open_hazards, review.picture.days_since_visit) == (("h1",), 30.0)
    (event,) = office.events("reviews")
    assert (event["type"], event["audience"], event["region"]) == (
        "analytics.review_opened.v1", "restricted", PLACE,
    )  # fmt: skip
    assert event["causationid"] == "burglary"
    assert event["data"]["open_hazards"] == 1


@pytest.mark.parametrize(("word", "opened"), [("handled", 1), ("false_alarm", 0), ("transferred", 0)])
def test_a_report_opens_one_when_it_was_closed_as_true(office, word, opened):
    report(office, "i10", BURGLARY)
    assert office.reviews.sweep() == 1, "only the burglary that was closed"
    office.tell(fact("incident_closed", AT + timedelta(hours=3), subject="i10", category=BURGLARY, word=word))
    assert office.reviews.sweep() == opened


def test_a_report_that_nobody_closes_opens_one_a_day_later(office):
    office.reviews.sweep()
    report(office, "i10", BURGLARY)
    office.clock.now = AT + timedelta(hours=23)
    assert office.reviews.sweep() == 0
    office.clock.now = AT + timedelta(hours=25)
    assert office.reviews.sweep() == 1


@pytest.mark.parametrize(("word", "opened"), [("handled", 0), ("fatal", 1), ("major", 1), ("", 0)])
def test_an_accident_opens_one_only_when_it_was_closed_as_grave(office, word, opened):
    office.reviews.sweep()
    report(office, "i11", "300100")
    if word:
        office.tell(fact("incident_closed", AT + timedelta(hours=1), subject="i11", category="300100", word=word))
    office.clock.forward(3 * 86_400)
    assert office.reviews.sweep() == opened


@pytest.mark.parametrize(
    ("kind", "category", "values", "opened"),
    [
        ("crime_preventable", "200700", (1.0,), 1), ("crime_preventable", "200700", (1.0, 0.0), 0),
        ("crime_preventable", "200700", (0.0, 1.0), 1), ("deaths", "300100", (2.0,), 1),
        ("deaths", "300100", (0.0,), 0), ("deaths", "100200", (1.0,), 0),
    ],
)  # fmt: skip
def test_findings_open_one_by_what_stands_last(office, kind, category, values, opened):
    office.reviews.sweep()
    office.tell(fact("incident_closed", AT, subject="i12", category=category, word="handled"))
    for number, value in enumerate(values):
        office.tell(fact(kind, AT, subject="i12", category=category, value=value, sequence=3 + number))
    assert office.reviews.sweep() == opened


def test_an_incident_has_one_review_whatever_opens_it(office):
    office.reviews.sweep()
    office.tell(fact("crime_preventable", AT, subject="i9", category=BURGLARY, value=1.0, sequence=4))
    assert office.reviews.sweep() == 0


def test_it_searches_where_the_place_was_corrected_to(office):
    office.tell(fact("place_corrected", AT + timedelta(minutes=5), subject="i9", region="350924100002"))
    office.reviews.sweep()
    assert [row.event_id for row in only(office).picture.rows] == ["elsewhere"]


def test_a_county_says_what_opens_one_and_how_far_it_looks_back(office):
    rules = {"reviews": {"back": {"days": 15}, "triggers": {
        "preventable_crime": {"of": {"categories": ["1001"]}}, "noise": {"title": "噪声", "of": {
            "kinds": ["hazard_found"]}}}}}  # fmt: skip
    office.policies.put(COUNTY, rules, command(actor="registrar"))
    office.reviews.sweep()
    found, _ = office.reviews.page(COUNTY)
    assert {review.trigger for review in found} == {"noise"}
    assert {review.version for review in found} == {office.policies.for_county(COUNTY).version}


def test_its_way_to_a_finding(office):
    office.reviews.sweep()
    id = only(office).id
    with pytest.raises(Refused) as no:
        office.reviews.conclude(id, "prevention_failed", "hazard_ignored", command())
    assert no.value.reason == "unassigned"
    office.reviews.assign(id, "inspector-1", command())
    done = office.reviews.conclude(id, "prevention_failed", "hazard_ignored", command("c")).state
    assert office.reviews.conclude(id, "prevention_failed", "hazard_ignored", command("c")).state == done
    assert (done.state, done.finding, done.ended_by) == ("concluded", "prevention_failed", "boss")
    for step in (
        lambda: office.reviews.dismiss(id, "x", command()), lambda: office.reviews.assign(id, "x", command()),
        lambda: office.reviews.look_again(id, command()),
    ):  # fmt: skip
        with pytest.raises(Refused):
            step()
    types = [event["type"].split(".")[1] for event in office.events("reviews")]
    assert types == ["review_opened", "review_assigned", "review_concluded"]


def test_what_phones_told_late_comes_in_by_looking_again(office):
    office.reviews.sweep()
    id = only(office).id
    office.tell(fact("visit_made", AT - timedelta(days=2), "late-visit"))
    assert office.reviews.look_again(id, command()).state.picture.days_since_visit == 2.0
    assert len(office.events("reviews")) == 1


def test_what_takes_too_long_is_told_once_and_what_is_over_never(office):
    office.reviews.sweep()
    id = only(office).id
    office.clock.forward(31 * 86400)
    assert [office.reviews.fire(), office.reviews.fire()] == [1, 0]
    office.reviews.dismiss(id, "false_alarm", command())
    assert only(office).state == "dismissed"
    assert office.reviews.sweep() == 0


def test_one_is_opened_by_hand_once(office):
    incident = Incident("", "", PLACE, AT, "", UNIT)
    first = office.reviews.open("drowning", incident, command("o"))
    assert office.reviews.open("drowning", incident, command("o")).id == first.id
    assert first.state.picture.total == 3
    with pytest.raises(NoSuchReview):
        office.reviews.get("none")
