"""Who serves, and where they live, is in no message, no log and no file of the whole stack, but encrypted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_entries
from tests.e2e.patrol.station import now, who
from tests.e2e.secrets import files_of, found_in
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
REFS = ("drill-named-1", "drill-named-2", "drill-named-3")
NAME, PHONE, NUMBER, ADDRESS = "上官巡夜", "13774028615", "360103198807156632", "笔架山路打更巷四号"
SIGNED_UP, OTHER_PHONE = "诸葛义勇", "13660395827"
NOTE = "昨夜着凉发烧不能到岗"
SECRETS = (NAME, PHONE, NUMBER, ADDRESS, SIGNED_UP, OTHER_PHONE, NOTE)


@pytest.fixture(scope="module")
def named(station):
    """A station whose people said everything that can be said, also where it does not belong."""
    named = station("named")
    since = now()
    named.bring(*REFS[:2])
    named.bring(REFS[2], name=NAME, phone=PHONE, id_number=NUMBER, address=ADDRESS)
    volunteer = {"unit": named.unit, "origin": "shop", "name": SIGNED_UP, "phone": OTHER_PHONE}
    named.done("POST", "/v1/people", volunteer, "member", subject="drill-volunteer")
    for body in ({**volunteer, "unit": SIGNED_UP}, {**volunteer, SIGNED_UP: PHONE}, {"name": 13660395827}):
        assert 400 <= named.send("POST", "/v1/people", body, "member", subject="other").status_code < 500
    id = named.plan(now() + timedelta(days=30))
    assert named.publish(id).ok
    (shift,) = named.open_shifts_of(id, 1)
    person = shift["places"][0]["person"]
    ref = next(each for each in REFS if who(each) == person)
    named.send("POST", f"/v1/shifts/{shift['id']}/drop-out", {"reason": NOTE}, "member", subject=ref)
    named.send("POST", f"/v1/shifts/{shift['id']}/drop-out", {"reason": "ill"}, "member", subject=ref)
    until(lambda: named.told("dropped_out", shift=shift["id"]), what="the news")
    named.done("GET", f"/v1/people/{who(REFS[2])}/personal?purpose=drill", None, "reporter-data", "planner")
    return named, since, who(REFS[2])


@pytest.mark.parametrize("stream", [LOG, RESTRICTED_LOG])
def test_no_message_names_anybody(named, stream):
    station, since, _ = named
    told, read = set(), 0
    for entry in read_entries(station.spine.target.bus_uri, since - timedelta(seconds=5), stream):
        read += 1
        around = repr((entry.routing_key, entry.headers, entry.message_id)).encode()
        told |= set(found_in(entry.body + around, SECRETS))
    assert told == set()
    assert read or stream == RESTRICTED_LOG


def test_no_file_of_the_stack_names_anybody(named, home):
    _, _, person = named
    seen = list(files_of(home, SECRETS, person))
    assert {told.path: told.secrets for told in seen if told.secrets} == {}
    about = {told.path for told in seen if told.about}
    assert any("patrol" in path for path in about), "what can be found is found"
    assert any("/broker/" in path for path in about)


def test_it_is_there_for_who_may_read_it_and_leaves_a_row(named):
    station, _, person = named
    shown = station.done("GET", f"/v1/people/{person}/personal?purpose=drill", None, "reporter-data", "planner")
    assert (shown["name"], shown["phone"], shown["id_number"]) == (NAME, PHONE, NUMBER)
    assert station.send("GET", f"/v1/people/{person}/personal", None, "viewer").status_code in (403, 404)
