"""The board and its changes over HTTP: who is told what, and from where."""

import json
import uuid

import pytest
import requests

from tests.fixtures.command_room_process import room

__all__ = ["room"]

COUNTY, GRID = "350924", "3509241000011001"


def report(room, region=GRID, category="100200", restricted=False, **data):
    """Let an incident be reported; return its id."""
    id = str(uuid.uuid4())
    about = {"incident_id": id, "category": category, "duress": False, "source": "call", "priority": 1}
    said = {**about, "state": "dispatched", "region": region, "ring": None, "flags": [], "tasks": 1, **data}
    room.tell("incident.reported.v1", id, region, said, restricted)
    return id


def board(room, **claims):
    answer = requests.get(f"{room.url}/v1/board", headers=room.headers("viewer", **claims), timeout=60)
    assert answer.status_code == 200
    return answer.json()


def ids(found):
    return {item["id"] for item in found["items"]}


@pytest.fixture
def follow(room):
    """Open streams, closed at the end: follow(cursor, *roles, **claims) returns the events as they come."""
    opened = []

    def opening(cursor, *roles, **claims):
        answer = requests.get(
            f"{room.url}/v1/live", params={"cursor": cursor}, stream=True, timeout=60,
            headers=room.headers(*(roles or ["viewer"]), **claims),
        )  # fmt: skip
        opened.append(answer)
        assert answer.status_code == 200, answer.text
        return events(answer)

    yield opening
    for answer in opened:
        answer.close()


def events(answer):
    word = id = ""
    for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
        name, _, value = line.partition(": ")
        if name == "event":
            word = value
        elif name == "id":
            id = value
        elif name == "data":
            yield word, id, json.loads(value)


def test_a_change_is_told_to_who_listens(room, follow):
    heard = follow(board(room)["cursor"])
    id = report(room)
    word, _, item = next(heard)
    assert (word, item["kind"], item["id"]) == ("item", "incident", id)
    assert item["body"]["category"] == "100200"
    assert "as_of" not in item["body"]


def test_the_snapshot_and_what_is_told_after_it_leave_no_gap(room, follow):
    before = report(room)
    seen = board(room)
    after = [report(room) for _ in range(3)]
    heard = follow(seen["cursor"])
    assert before in ids(seen)
    assert [next(heard)[2]["id"] for _ in after] == after


def test_a_page_goes_on_where_it_was_cut_off_even_by_a_restart(room, follow):
    heard = follow(board(room)["cursor"])
    report(room)
    _, cursor, _ = next(heard)
    room.restart()
    missed = report(room)
    assert next(follow(cursor))[2]["id"] == missed


def test_another_regions_cursor_shows_nothing_of_it(room, follow):
    cursor = board(room)["cursor"]
    report(room)
    own = report(room, region="350925100001")
    assert next(follow(cursor, region="350925"))[2]["id"] == own
    assert ids(board(room, region="350925")) == {own}


def test_restricted_ones_are_told_to_supervisors_only(room, follow):
    cursor = board(room)["cursor"]
    others, supervisors = follow(cursor), follow(cursor, "supervisor")
    secret, plain = report(room, category="950100", restricted=True), report(room)
    assert next(supervisors)[2]["id"] == secret
    assert next(others)[2]["id"] == plain
    assert secret not in ids(board(room))


def test_what_leaves_a_callers_sight_is_taken_off_the_page(room, follow):
    id = report(room)
    heard = follow(board(room)["cursor"])
    room.tell("incident.place_corrected.v1", id, "350925", {
        "incident_id": id, "category": "100200", "duress": False, "region": "350925100001", "ring": None,
        "flags": [], "previous_region": GRID, "added": [], "recalled": [],
    })  # fmt: skip
    word, _, told = next(heard)
    assert (word, told["id"]) == ("gone", id)
    assert set(told) == {"kind", "id", "changed"}


def test_a_page_that_was_away_when_something_left_its_sight_reads_the_board_anew(room, follow):
    id = report(room)
    cursor = board(room)["cursor"]
    room.tell("incident.closed.v1", id, GRID, {
        "incident_id": id, "category": "950100", "duress": False, "outcome": "handled", "tasks_done": 0,
        "tasks_recalled": 0,
    }, restricted=True)  # fmt: skip
    assert next(follow(cursor))[0] == "reset"


def test_a_cursor_from_nowhere_makes_the_page_read_the_board_anew(room, follow):
    assert next(follow(2**62))[0] == "reset"


@pytest.mark.parametrize("cursor", ["-1", "x", "1;2", str(2**64), ""])
def test_what_is_no_cursor_is_refused(room, cursor):
    asked = requests.get(f"{room.url}/v1/live?cursor={cursor}", headers=room.headers("viewer"), timeout=60)
    assert asked.status_code == 400


def test_forged_tokens_and_other_roles_are_refused(room):
    for headers, status in ((room.headers("viewer", key="f" * 40), 401), (room.headers("team"), 403), ({}, 401)):
        for path in ("/v1/board", "/v1/live?cursor=0", "/v1/map", "/v1/platform"):
            assert requests.get(room.url + path, headers=headers, timeout=60).status_code == status


def test_the_map_is_that_of_the_callers_region(room):
    def grids(region):
        headers = room.headers("viewer", region=region)
        return requests.get(f"{room.url}/v1/map/{COUNTY}/350924-1", headers=headers, timeout=60)

    whole, part = grids(COUNTY).json(), grids("350924100").json()
    assert len(whole["grids"]) == 1327
    assert 0 < len(part["grids"]) < 1327
    assert all(code.startswith("350924100") for code, *_ in part["grids"])
    assert grids("350925").status_code == 404


def test_the_page_runs_its_own_scripts_only_and_hands_out_no_other_file(room):
    page = requests.get(room.url, timeout=60)
    policy = page.headers["Content-Security-Policy"]
    assert page.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    for path in ("/../wiring.py", "/%2e%2e/wiring.py", "/js/../../wiring.py", "/js", "/nothing.js"):
        assert requests.get(room.url + path, timeout=60).status_code == 404
