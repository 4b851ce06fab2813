"""From a roster to the unit that is sent: a no-show replaced by itself, arrivals, who is on duty where."""

from __future__ import annotations

import uuid

import pytest
import requests

from tests.e2e.counties import STEADY
from tests.e2e.patrol.station import OFFICERS, PLACE, TEAM, now, who
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit


@pytest.fixture(scope="module")
def live(station):
    """A station whose watch began a minute ago, with nobody there."""
    live = station("live")
    live.bring(*OFFICERS)
    return live


@pytest.fixture(scope="module")
def shift(live):
    """The watch, once its roster is published."""
    id = live.plan(now())
    assert live.publish(id).ok
    (shift,) = live.open_shifts_of(id, 1)
    return shift


def test_who_does_not_come_is_replaced_by_itself_and_nobody_else_is_moved(live, shift):
    names = {who(officer): officer for officer in OFFICERS}
    first, second = (place["person"] for place in shift["places"])
    live.me(names[second], "POST", "/v1/check-ins", checked(live))
    (missing,) = until(lambda: live.told("no_show_found", shift=shift["id"]), what="the no-show")
    assert first in str(missing.data)
    assert second not in str(missing.data)
    assert missing.addressee == TEAM.partition(".")[2], "the team that has the post hears of it"
    asked = until(lambda: live.told("replacement_asked", shift=shift["id"]), what="the ask")[0]
    stand_in = next(person for person in names if person in str(asked.data))
    assert stand_in not in (first, second)
    asks = live.me(names[stand_in], "GET", "/v1/me/asks")["items"]
    assert [each["id"] for each in asks] == [shift["id"]]

    def accepted():
        """Accept the newest ask, whoever it is to: one that lapsed goes to the next."""
        for officer in names.values():
            if live.me(officer, "GET", "/v1/me/asks")["items"]:
                answer = live.send("POST", f"/v1/shifts/{shift['id']}/asks/accept", {}, "member", subject=officer)
                if answer.ok:
                    return who(officer)
        return None

    taken = until(accepted, what="a stand-in")
    now_in = live.done("GET", f"/v1/shifts/{shift['id']}")
    assert [place["person"] for place in now_in["places"]] == [taken, second]
    (filled,) = until(lambda: live.told("place_filled", shift=shift["id"]), what="the news")
    assert taken in str(filled.data)
    live.me(names[taken], "POST", "/v1/check-ins", checked(live))


def test_a_unit_on_duty_is_recommended_sent_and_told_busy(live, shift):
    def incident(path, body=None, method="GET"):
        token = live.spine.token("dispatcher", "intake", region=STEADY)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        url = live.spine.target.url("incident") + path
        answer = requests.request(method, url, json=body, headers=headers, timeout=60)
        assert answer.ok, answer.text
        return answer.json()

    place = {"lon": PLACE[0], "lat": PLACE[1]}
    id = incident("/v1/incidents", {"source": "call", "category": "100200", "place": place}, "POST")["id"]

    def first():
        found = incident(f"/v1/incidents/{id}/recommendations")["items"]
        return next((each for each in found if each["suitable"] and each["unit"] == live.post), None)

    advice = until(first, what="the recommendation")
    assert "of a team that has the task" in advice["why"]
    sent = incident(f"/v1/incidents/{id}/units", {"unit": live.post, "reason": "drill"}, "POST")
    assert [each["unit"] for each in sent["units"]] == [live.post]

    def busy():
        unit = live.done("GET", f"/v1/units/{live.post}", None, "dispatcher")
        return unit["open_assignments"] == 1

    until(busy, what="the unit's assignment")
    until(lambda: live.told("duty_changed", unit=live.post, assignments=1), what="the news of it")
    incident(f"/v1/incidents/{id}/close", {"outcome": "handled"}, "POST")
    until(lambda: not busy(), what="its release")


def checked(live):
    """A check-in at the post's only mark, by position."""
    at = {"lon": PLACE[0], "lat": PLACE[1], "accuracy": 5}
    return {"id": uuid.uuid4().hex, "at": now().isoformat(), "mark": f"{live.post}:gate", **at}
