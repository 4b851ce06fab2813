"""Each caller sees its own: by region, by team, by role; personal fields only with a trace."""

from __future__ import annotations

import pytest

from lianfang.web.access import Caller
from services.incident.app import views
from services.incident.app.access import NotAllowed, NotThere
from tests.fixtures.incident import (
    COUNTY,
    GRIDS,
    LEFT,
    OTHER_COUNTY,
    OTHER_LON,
    RIGHT,
    dispatcher,
    intake,
    office,
    small_pack,
    team,
)


def listed(desk, caller, **query):
    return {incident.id for incident in desk.app.incidents.page(caller, **query).incidents}


def test_callers_see_what_lies_in_their_region(desk):
    left, right = desk.report().id, desk.report(lon=RIGHT[0], lat=RIGHT[1]).id
    assert listed(desk, dispatcher("")) == listed(desk, dispatcher(COUNTY)) == {left, right}
    assert listed(desk, dispatcher(GRIDS[0][:9])) == {left}
    assert listed(desk, dispatcher(COUNTY), region=GRIDS[3]) == {right}
    assert listed(desk, dispatcher(GRIDS[0][:9]), region=GRIDS[3]) == set()
    assert listed(desk, dispatcher("350924")) == set()
    with pytest.raises(NotThere):
        desk.app.incidents.get(left, dispatcher(GRIDS[3][:9]))


def test_who_only_takes_calls_reads_what_it_took_itself(desk):
    mine, complaint = desk.report(), desk.report(category="950100")
    assert desk.app.incidents.get(mine.id, intake()) == mine
    assert listed(desk, intake()) == set()
    for incident, caller in ((mine, Caller("another", frozenset({"intake"}), COUNTY)), (complaint, intake())):
        with pytest.raises(NotThere):
            desk.app.incidents.get(incident.id, caller)


def test_a_team_sees_what_it_has_a_task_in(desk):
    mine = desk.report().id
    desk.report(lon=RIGHT[0], lat=RIGHT[1])
    assert listed(desk, team(f"{COUNTY}.left.case")) == {mine}


def test_what_was_handed_over_is_seen_on_both_sides(tmp_path):
    desk = office(tmp_path / "x.db")
    desk.load(small_pack(OTHER_COUNTY, OTHER_LON))
    incident = desk.report(lon=OTHER_LON + 0.005, lat=LEFT[1])
    assert listed(desk, dispatcher(COUNTY)) == listed(desk, dispatcher(OTHER_COUNTY)) == {incident.id}
    (handed,) = desk.events("handed_over")
    assert handed["region"].startswith(OTHER_COUNTY)
    assert desk.events("reported")[0]["region"] == COUNTY


def test_pages_follow_each_other_newest_first(desk):
    ids = []
    for _ in range(5):
        ids.append(desk.report().id)
        desk.clock.forward(1)
    found, cursor = [], None
    while True:
        page = desk.app.incidents.page(dispatcher(), limit=2, cursor=cursor)
        found += [incident.id for incident in page.incidents]
        cursor = page.cursor
        if cursor is None:
            break
    assert found == ids[::-1]


def test_lists_are_narrowed_by_state_and_time(desk):
    first = desk.report()
    desk.clock.forward(60)
    second = desk.report()
    assert listed(desk, dispatcher(), state="dispatched") == {first.id, second.id}
    assert listed(desk, dispatcher(), state="closed") == set()
    assert listed(desk, dispatcher(), since=second.opened_at.isoformat()) == {second.id}
    assert listed(desk, dispatcher(), until=second.opened_at.isoformat()) == {first.id}


def test_the_exact_point_is_for_who_has_to_go_there(desk):
    incident = desk.report()
    viewer = Caller("page", frozenset({"viewer"}), COUNTY)
    assert "lon" not in views.incident(incident, viewer)["place"]
    for caller in (dispatcher(), team(f"{COUNTY}.left.case")):
        assert views.incident(incident, caller)["place"]["lon"] == LEFT[0]


def test_reading_a_reporter_leaves_an_audit_row_first(desk):
    incident = desk.report(personal={"name": "李四", "phone": "13900000000"})
    reader = Caller("clerk", frozenset({"reporter-data"}), COUNTY)
    assert desk.app.read_reporter(incident.id, reader, "call_back") == {"name": "李四", "phone": "13900000000"}
    head = desk.app.audit.head()
    assert head.number == 1
    row = desk.store.get("audit", "incident.reporter:000000000001")
    assert (row["actor"], row["subject"], row["detail"]) == ("clerk", incident.id, {"purpose": "call_back"})
    assert "李四" not in str(row)
    assert desk.app.audit.verify() == []


def test_without_the_role_or_the_region_nothing_is_read_and_no_row_left(desk):
    incident = desk.report(personal={"name": "李四"})
    with pytest.raises(NotAllowed):
        desk.app.read_reporter(incident.id, dispatcher())
    with pytest.raises(NotThere):
        desk.app.read_reporter(incident.id, Caller("clerk", frozenset({"reporter-data"}), "350924"))
    assert desk.app.audit.head() is None


def test_the_audit_head_is_published_once_per_row(desk):
    incident = desk.report(personal={"name": "李四"})
    assert not desk.app.publish_audit_head()
    for _ in range(2):
        desk.app.read_reporter(incident.id, dispatcher(COUNTY, "reporter-data"))
        assert desk.app.publish_audit_head()
        assert not desk.app.publish_audit_head()
    assert [event["data"]["number"] for event in desk.events("audit_head_published")] == [1, 2]
