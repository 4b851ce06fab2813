"""A county's posts: put whole or not at all, by version, the same for every process."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from lianfang.datafile import NotValid
from lianfang.persistence.handled import ReusedId
from services.patrol.app.posts import posts
from services.patrol.app.posts.pattern_schema import RowBody
from services.patrol.app.posts.posts import NoSuchPost, Stale
from services.patrol.app.posts.versions import PAGE, UnknownVersion
from services.patrol.domain.demand.when import When
from services.patrol.domain.refused import Refused
from tests.fixtures.patrol_posts import COUNTY, POST, UNIT, command, market, pack, post, post_office

OTHER = f"{COUNTY}.zhukou.other-post"
MARCH = (date(2026, 3, 1), date(2026, 3, 7))
MARKET_DUTY = [{
    "kind": "market", "when": {"market": "shangqing"}, "start": "08:00", "end": "17:00",
    "needs": [{"role": "officer"}],
}]  # fmt: skip


def wrong(told):
    return {each.field: each for each in told.value.wrongs}


def test_posts_are_put_and_asked_by_id_and_unit(office):
    put = office.put()
    assert (put["new"], put["posts"], put["added"]) == (True, 1, 1)
    assert office.posts.get(POST).unit == UNIT
    assert [each.id for each in office.posts.of_unit(UNIT)] == [POST]
    slots = office.posts.slots(UNIT, *MARCH)
    assert [slot.kind for slot in slots].count("night") == 7
    (event,) = office.events()
    assert (event["type"], event["data"]["posts"], event["data"]["synthetic"]) == (
        "patrol.posts_imported.v1",
        1,
        True,
    )


def test_the_same_posts_again_are_no_new_version_and_no_event(office):
    first = office.put()
    again = office.put()
    assert (again["new"], again["version"], len(office.events())) == (False, first["version"], 1)


def test_what_changed_is_counted_and_the_old_version_stays_readable(office):
    first = office.put()
    told = pack(posts=[post(OTHER), post(name="又名")])
    put = office.put(told)
    assert {name: put[name] for name in ("posts", "added", "removed", "changed")} == {
        "posts": 2, "added": 1, "removed": 0, "changed": 1
    }  # fmt: skip
    assert [each["id"] for each in office.posts.document(COUNTY, first["version"])["posts"]] == [POST]
    assert office.put(pack(posts=[post(OTHER)]))["removed"] == 1
    with pytest.raises(NoSuchPost):
        office.posts.get(POST)
    with pytest.raises(UnknownVersion):
        office.posts.document("360103", first["version"])


def test_a_repeat_answers_the_same_and_another_body_under_its_key_is_refused(office):
    assert office.put(key="k1") == office.put(key="k1")
    assert len(office.events()) == 1
    with pytest.raises(ReusedId):
        office.posts.put(COUNTY, office.posts.county(COUNTY).document, replace(command("k1"), body_hash="other"))


def test_more_posts_than_fit_a_page_come_back_in_their_order(office, tmp_path):
    ids = [f"{COUNTY}.zhukou.post-{n:04}" for n in range(2 * PAGE + 1)]
    office.put(pack(posts=[post(id) for id in ids]))
    again = post_office(tmp_path / "patrol.db")
    assert [each["id"] for each in again.posts.county(COUNTY).document["posts"]] == ids
    again.store.close()


@pytest.mark.parametrize(
    ("told", "field", "remedy"),
    [
        ({"posts": [post(), post()]}, "posts.1.id", "keep one"),
        ({"posts": [post(duties=["none"])]}, "posts.0.duties.0", "street"),
        ({"posts": [post(id="360103.a.b")]}, "posts.0.id", COUNTY),
        ({"posts": [post(duties=["street", "street"])]}, "posts.0.duties", "own kind"),
        ({"posts": [post(tides={"night": []})]}, "posts.0.tides.night", "tide"),
        ({"posts": [post(lon=117.0)]}, "posts.0.lon", "both"),
        ({"county": "360103"}, "county", "360103"),
        ({"duties": {"street": MARKET_DUTY}}, "duties.street.0.when.market", "county's calendar"),
        ({"duties": {"street": [{"kind": "day", "start": "08:00", "end": "09:00"}]}}, "duties.street.0", "needs"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told_and_nothing_is_kept(office, told, field, remedy):
    with pytest.raises(NotValid) as found:
        office.put(pack(**told))
    assert remedy in wrong(found)[field].remedy
    assert office.posts.county(COUNTY).by_id == {}
    assert office.events() == []


def test_of_two_planners_at_once_one_is_first_and_posts_are_one_of_the_two_whole(office, tmp_path):
    other = post_office(tmp_path / "patrol.db")
    packs = [pack(posts=[post(f"{COUNTY}.a.post-{n}") for n in range(number)]) for number in (3, 5)]
    threads = [
        threading.Thread(target=each.put, args=(told,)) for each, told in zip((office, other), packs, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(office.posts.county(COUNTY).by_id) in (3, 5)
    assert office.posts.county(COUNTY).document == other.posts.county(COUNTY).document
    other.store.close()


def test_a_planner_adopts_a_tide_and_every_process_knows(office, tmp_path):
    other, version = post_office(tmp_path / "patrol.db"), office.put()["version"]
    assert other.posts.manned(POST).patterns[0].tide.rows[0].hours == (1,) * 24
    rows = [{"when": {"weekdays": [5]}, "hours": [3] * 24}, {"hours": [0] * 24}]
    adopted = adopt(office, rows, version)
    tide = other.posts.manned(POST).patterns[0].tide
    assert (tide.rows[0].when, tide.rows[0].hours) == (When(weekdays=frozenset({5})), (3,) * 24)
    assert office.posts.document(COUNTY, version)["posts"][0]["tides"] == {}
    event = office.events()[-1]
    assert (event["type"], event["region"]) == ("patrol.demand_changed.v1", office.posts.get(POST).region)
    assert (event["data"]["person_hours"], event["data"]["version"]) == (72, adopted)
    other.store.close()


def test_a_tide_is_not_adopted_on_posts_that_changed_meanwhile_nor_where_there_is_none(office):
    version = office.put()["version"]
    office.put(pack(posts=[post(name="又名")]))
    rows = [{"hours": [2] * 24}]
    with pytest.raises(Stale):
        adopt(office, rows, version)
    with pytest.raises(NotValid, match="night is no tide"):
        adopt(office, rows, version, "night")
    with pytest.raises(NoSuchPost):
        office.posts.adopt(OTHER, "tide", rows, version, command())


def adopt(office, rows, version, kind="tide"):
    return office.posts.adopt(POST, kind, RowBody(many=True).load(rows), version, command())


def test_market_days_make_slots_and_must_stay_while_posts_ask_for_them(office):
    office.put_calendar(market())
    office.put(pack(duties={"street": MARKET_DUTY}))
    assert [slot.start.day for slot in office.posts.slots(UNIT, date(2026, 3, 1), date(2026, 3, 10))] == [3, 6, 10]
    office.put_calendar(market(skipped=["2026-03-06"]))
    assert [slot.start.day for slot in office.posts.slots(UNIT, date(2026, 3, 1), date(2026, 3, 10))] == [3, 10]
    with pytest.raises(NotValid, match="shangqing is missing"):
        office.put_calendar(market("other"))
    assert [event["data"]["markets"] for event in office.events("calendars_local")] == [1, 1]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"markets": [market(), market()]}, "markets.1.id"),
        ({"markets": [market(lunar_endings=[])]}, "markets.0"),
        ({"markets": [market(region="360103")]}, "markets.0.region"),
        ({"events": [{"id": "e", "name": "会", "tags": ["fair"]}]}, "events.0"),
        ({"events": [{"id": "e", "name": "会", "tags": ["fair"], "lunar": [13, 1]}]}, "events.0.lunar.0"),
        (
            {"events": [{"id": "e", "name": "会", "tags": ["fair"], "first": "2026-03-02", "last": "2026-03-01"}]},
            "events.0.last",
        ),
    ],
)
def test_days_that_can_not_be_are_told(office, told, field):
    with pytest.raises(NotValid) as found:
        office.put_calendar(*told.get("markets", ()), events=told.get("events", []))
    assert field in wrong(found)
    assert office.calendars.days(COUNTY).version == ""


def test_more_slots_than_anybody_could_roster_are_refused_before_they_are_made(office, monkeypatch):
    office.put(pack())
    assert office.posts.slots(UNIT, *MARCH)
    monkeypatch.setattr(posts, "MOST_SLOTS", 13)  # two patterns on seven days
    with pytest.raises(Refused, match="more than 13 slots"):
        office.posts.slots(UNIT, *MARCH)
