"""Members see and do their own, planners their region's, over HTTP; what is wrong is told with its remedy."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import requests

from services.patrol.domain.shifts.opening import shift_id
from tests.fixtures.clock import Clock
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.patrol_shifts import COUNTY, UNIT, ShiftOffice, pid, shift_office, slot

DAYS = count(2)


class Process(HttpProcess):
    """The service over a store into which shifts are published."""

    def __init__(self, folder) -> None:
        super().__init__(folder, "tests.fixtures.patrol_shifts_service")
        self.office: ShiftOffice = shift_office(folder / "store.db", clock=Clock(datetime.now(UTC)))

    def shift(self) -> str:
        """Publish a shift of a day of its own, and return its id."""
        day = next(DAYS)
        a_slot = slot(f"s{day}", datetime.now(UTC) + timedelta(days=day))
        roster = f"r-{day}"
        self.office.publish(a_slot, taken={(a_slot.id, 0): 1, (a_slot.id, 1): 101}, roster=roster)
        return shift_id(roster, a_slot.id)

    def send(self, path, body=None, number=0, role="", key="", **headers):
        """POST as a person, or as a planner."""
        told = {**self.who(number, role), "Idempotency-Key": key or uuid.uuid4().hex, **headers}
        return requests.post(f"{self.url}/v1/{path}", json=body, headers=told, timeout=60)

    def look(self, path, number=0, role="", **query):
        """GET as a person, or as a planner."""
        return requests.get(f"{self.url}/v1/{path}", params=query, headers=self.who(number, role), timeout=60)

    def who(self, number, role):
        """Return the headers of a person, else of a planner or another role."""
        subject = pid(number) if number else f"{role or 'planner'}-1"
        return self.headers(role or ("member" if number else "planner"), subject=subject, region=COUNTY)


@pytest.fixture(scope="module")
def patrol(tmp_path_factory):
    process = Process(tmp_path_factory.mktemp("patrol")).start()
    yield process
    assert process.stop() == 0


def test_from_a_drop_out_to_who_takes_over(patrol):
    id = patrol.shift()
    assert [each["id"] for each in patrol.look("me/shifts", 101).json()["items"]][-1] == id
    dropped = patrol.send(f"shifts/{id}/drop-out", {"reason": "ill"}, 101)
    assert dropped.status_code == 200, dropped.text
    asked = [n for n in (102, 103) if any(each["id"] == id for each in patrol.look("me/asks", n).json()["items"])]
    assert len(asked) == 1
    declined = patrol.send(f"shifts/{id}/asks/decline", {}, asked[0])
    assert declined.status_code == 200
    other = 205 - asked[0]
    accepted = patrol.send(f"shifts/{id}/asks/accept", {}, other)
    assert (accepted.status_code, accepted.json()["place_state"]) == (200, "assigned")
    seen = patrol.look(f"shifts/{id}").json()
    assert [place["person"] for place in seen["places"]] == [pid(1), pid(other)]
    inbox = patrol.look("me/notices", other, unread="true").json()["items"]
    assert next(each["name"] for each in inbox if each["shift"] == id) == "place_filled"
    read = patrol.send(f"me/notices/{inbox[0]['id']}/read", None, other)
    assert read.json()["read_at"]
    assert patrol.send(f"me/notices/{inbox[0]['id']}/read", None, 1).status_code == 404


def test_open_places_are_offered_to_the_unit_and_taken_once(patrol):
    id = patrol.shift()
    assert patrol.send(f"shifts/{id}/drop-out", {"reason": "ill"}, 101).status_code == 200
    offered = [each for each in patrol.look("open-shifts", 103).json()["items"] if each["id"] == id]
    assert [place["role"] for place in offered[0]["places"]] == ["volunteer"]
    key = uuid.uuid4().hex
    took = [patrol.send(f"shifts/{id}/take", {"place": 1}, 103, key=key) for _ in range(2)]
    assert [(each.status_code, each.json()["place"]) for each in took] == [(200, 1)] * 2
    late = patrol.send(f"shifts/{id}/take", {"place": 1}, 102)
    assert (late.status_code, late.json()["reason"]) == (409, "already_taken")
    later = patrol.send(f"shifts/{id}/take", {}, 2)
    assert (later.status_code, later.json()["reason"]) == (409, "already_taken")


def test_a_swap_goes_from_offer_to_approval(patrol):
    one, other = patrol.shift(), patrol.shift()
    assert patrol.send(f"shifts/{other}/assign", {"person": pid(102), "place": 1}).status_code == 200
    body = {"taker": pid(102), "other_shift": other, "other_place": 1}
    offered = patrol.send(f"shifts/{one}/offer", body, 101)
    assert offered.status_code == 200, offered.text
    swap = offered.json()["swaps"][0]["id"]
    assert patrol.send(f"shifts/{one}/swaps/{swap}/agree", None, 103).status_code == 404
    assert patrol.send(f"shifts/{one}/swaps/{swap}/agree", None, 102).status_code == 200
    assert patrol.send(f"shifts/{one}/swaps/{swap}/approve", None, 102).status_code == 403
    assert patrol.send(f"shifts/{one}/swaps/{swap}/approve", None, 102, "planner").status_code == 403
    done = patrol.send(f"shifts/{one}/swaps/{swap}/approve")
    assert done.status_code == 200, done.text
    found = [patrol.look(f"shifts/{each}").json()["places"][1]["person"] for each in (one, other)]
    assert found == [pid(102), pid(101)]


def test_a_planner_assigns_cancels_and_must_have_seen_the_newest(patrol):
    id = patrol.shift()
    etag = patrol.look(f"shifts/{id}").headers["ETag"]
    assigned = patrol.send(f"shifts/{id}/assign", {"person": pid(102), "place": 1}, **{"If-Match": etag})
    assert assigned.json()["places"][1]["person"] == pid(102)
    stale = patrol.send(f"shifts/{id}/cancel", {"reason": "storm"}, **{"If-Match": etag})
    assert stale.status_code == 412
    assert patrol.send(f"shifts/{id}/cancel", {"reason": "storm"}).json()["state"] == "cancelled"
    over = patrol.send(f"shifts/{id}/take", {}, 103)
    assert over.status_code in (404, 409)


@pytest.mark.parametrize(
    ("path", "body", "number", "role", "status"),
    [
        ("drop-out", {"reason": "free text"}, 101, "", 400), ("drop-out", {"person": pid(1)}, 101, "", 403),
        ("drop-out", {}, 0, "viewer", 403), ("assign", {"person": "me", "place": 1}, 0, "", 400),
        ("assign", {"person": pid(777), "place": 1}, 0, "", 422), ("assign", {"person": pid(102)}, 101, "", 403),
        ("assign", {"person": pid(102), "place": 9}, 0, "", 422), ("take", {"place": -1}, 102, "", 400),
        ("offer", {"taker": pid(101)}, 101, "", 422), ("swaps/none/approve", None, 0, "", 422),
        ("asks/accept", {}, 1, "", 409), ("depart", {}, 1, "", 409),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_changes_nothing(patrol, path, body, number, role, status):
    id = patrol.shift()
    before = patrol.look(f"shifts/{id}").headers["ETag"]
    answer = patrol.send(f"shifts/{id}/{path}", body, number, role)
    assert answer.status_code == status, answer.text
    assert patrol.look(f"shifts/{id}").headers["ETag"] == before
    if status in (400, 422):
        assert all(each["field"] and each["remedy"] for each in answer.json()["errors"])


def test_nobody_sees_what_is_not_theirs(patrol):
    id = patrol.shift()
    assert patrol.look(f"shifts/{id}", 103).status_code == 404
    assert patrol.send(f"shifts/{id}/drop-out", {}, 103).status_code == 404
    foreign = patrol.headers("planner", subject="planner-2", region="350924")
    assert requests.get(f"{patrol.url}/v1/shifts/{id}", headers=foreign, timeout=60).status_code == 404
    listed = requests.get(f"{patrol.url}/v1/shifts", headers=foreign, timeout=60).json()
    assert listed["items"] == []
    mine = patrol.look("shifts", unit=UNIT, limit=2).json()
    assert len(mine["items"]) <= 2


def test_a_planner_of_elsewhere_with_a_place_in_a_shift_decides_about_nobody_else_in_it(patrol):
    id = patrol.shift()
    both = patrol.headers("planner", "dispatcher", "member", subject=pid(101), region="350924")

    def send(path, body):
        headers = {**both, "Idempotency-Key": uuid.uuid4().hex}
        return requests.post(f"{patrol.url}/v1/shifts/{id}/{path}", json=body, headers=headers, timeout=60)

    before = patrol.look(f"shifts/{id}").headers["ETag"]
    refused = [
        send("cancel", {"reason": "storm"}), send("assign", {"person": pid(102), "place": 1}),
        send("drop-out", {"person": pid(1)}), send("depart", {"person": pid(1)}),
        send("offer", {"person": pid(1), "taker": pid(2)}), send("take", {"person": pid(102)}),
    ]  # fmt: skip
    assert [each.status_code for each in refused] == [403] * 6
    assert patrol.look(f"shifts/{id}").headers["ETag"] == before
    own = send("drop-out", {"reason": "ill"})
    assert own.status_code == 200, own.text


def test_open_places_of_another_county_are_nobodys_to_see(patrol):
    id = patrol.shift()
    assert patrol.send(f"shifts/{id}/drop-out", {"reason": "ill"}, 101).status_code == 200
    assert patrol.look(f"shifts/{id}", 103).status_code == 200
    foreign = patrol.headers("member", subject=pid(105), region="350924")
    assert requests.get(f"{patrol.url}/v1/shifts/{id}", headers=foreign, timeout=60).status_code == 404
    assert patrol.look("open-shifts", 103, unit="350924.aoyang.command").json()["items"] == []


def test_a_repair_is_proposed_and_not_applied_before_it_is_there(patrol):
    patrol.shift()
    asked = patrol.send("repairs", {"unit": UNIT, "days": 28})
    assert (asked.status_code, asked.json()["state"]) == (202, "asked")
    early = patrol.send(f"repairs/{asked.json()['id']}/approve")
    assert (early.status_code, early.json()["reason"]) == (409, "not_proposed")
    assert patrol.look("repairs/none").status_code in (404, 409)
