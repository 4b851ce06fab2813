"""Signing up: one person is kept once, however many try, and what names them lies apart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lianfang.persistence.cipher import generate_key
from services.patrol.app.people.people import NoPerson
from services.patrol.domain.people import joining
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.refused import Refused
from tests.fixtures.patrol_people import KEY, UNIT, command, people_office, volunteer

PHONE, NUMBER = "19900000001", "110101199003070038"


def test_who_signs_up_has_applied_until_a_planner_approves(office):
    person = office.join("login-1", phone=PHONE)
    assert (person.id, person.state, person.force) == (person_id("login-1"), "applied", "volunteer")
    assert office.desk.people.of_unit(UNIT) == []
    office.desk.people.act(person.id, command(), joining.approve)
    assert [each.id for each in office.desk.people.of_unit(UNIT)] == [person.id]
    assert [each["type"] for each in office.events()] == ["patrol.person_joined.v1", "patrol.person_approved.v1"]


def test_asking_again_under_the_same_login_changes_nothing(office):
    first = office.join("login-1", phone=PHONE)
    assert office.join("login-1", phone=PHONE) == first
    assert len(office.events("person_joined")) == 1


@pytest.mark.parametrize("said", [{"phone": PHONE}, {"phone": "", "id_number": NUMBER}])
def test_a_second_login_of_the_same_person_is_refused(office, said):
    office.join("login-1", phone=PHONE, id_number=NUMBER)
    with pytest.raises(Refused) as no:
        office.join("login-2", **said)
    assert (no.value.reason, no.value.field) == ("known_already", "id_number" if "id_number" in said else "phone")
    assert all(told not in f"{no.value.message}{no.value.remedy}" for told in (PHONE, NUMBER))
    with pytest.raises(NoPerson):
        office.desk.people.kept(person_id("login-2"))


def test_a_phone_is_the_same_however_it_is_written(office):
    office.join("login-1", phone="+86 199-0000-0001")
    with pytest.raises(Refused):
        office.join("login-2", phone="１９９００００００01")


def test_sign_ups_at_once_make_one_person(office):
    def attempt(number: int) -> str:
        try:
            return office.join(f"login-{number}", phone=PHONE, id_number=NUMBER).id
        except Refused as no:
            return no.reason

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(attempt, range(8)))
    assert results.count("known_already") == 7
    assert office.count("people") == office.count("people_sealed") == 1
    assert office.count("people_claims") == 2


def test_the_same_login_at_once_makes_one_person(office):
    with ThreadPoolExecutor(8) as pool:
        made = {person.id for person in pool.map(lambda _: office.join("login-1", phone=PHONE), range(8))}
    assert len(made) == 1
    assert len(office.events("person_joined")) == 1


def test_who_left_gives_phone_and_id_number_free(office):
    old = office.join("list-17", phone=PHONE)
    office.desk.people.dismiss(old.id, "new_login", command())
    fresh = office.join("login-1", phone=PHONE)
    assert fresh.state == "applied"
    with pytest.raises(Refused):
        office.join("list-17", phone=PHONE)


def test_who_left_can_come_again(office):
    person = office.join("login-1", phone=PHONE)
    office.desk.people.dismiss(person.id, "moved", command())
    assert office.join("login-1", phone=PHONE).state == "applied"
    assert len(office.events("person_joined")) == 2


def test_a_claim_of_a_sign_up_that_broke_off_is_anybodys_after_a_while(office):
    claims = office.desk.registering.claims
    claims.claim(person_id("crashed"), {"phone": PHONE})
    with pytest.raises(Refused):
        office.join("login-1", phone=PHONE)
    office.clock.now += timedelta(minutes=11)
    assert office.join("login-1", phone=PHONE).state == "applied"


def test_a_new_phone_gives_the_old_one_free(office):
    person = office.join("login-1", phone=PHONE)
    office.desk.registering.register(person.id, {"phone": "19900000002"})
    assert office.join("login-2", phone=PHONE).id != person.id
    assert office.desk.registering.personal.get(person.id).said["phone"] == "19900000002"


def test_people_are_found_again_after_the_field_keys_were_rotated(office, tmp_path):
    office.join("login-1", phone=PHONE)
    rotated = people_office(tmp_path, office.clock, (generate_key(), KEY), office.store)
    with pytest.raises(Refused):
        rotated.join("login-2", phone=PHONE)


def test_reading_what_names_somebody_leaves_a_row_first(office):
    person = office.join("login-1", phone=PHONE, address="演练路1号")
    assert office.desk.read_people(person.id, "planner-1", "roster") == {
        "name": "演练甲", "phone": PHONE, "id_number": "", "address": "演练路1号", "certificates": {},
    }  # fmt: skip
    assert office.audit.head().number == 1
    with pytest.raises(Refused):
        office.desk.read_people(person.id, "planner-1", "because I say so")
    assert office.audit.head().number == 1


def test_nothing_is_read_when_no_row_can_be_written(office, monkeypatch):
    person = office.join("login-1", phone=PHONE)

    def full(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(office.audit, "append", full)
    with pytest.raises(OSError, match="disk full"):
        office.desk.read_people(person.id, "planner-1", "roster")


def test_people_are_found_by_unit_group_and_region(office):
    area = "360103001001"
    station = volunteer(area=area, groups=frozenset({"team:a"}))
    id = person_id("login-1")
    office.desk.people.sign_up(id, station, {"name": "演练甲"}, command())
    office.join("login-2", name="演练乙")
    found = office.desk.people
    assert [each.id for each in found.by_group("team:a", "applied")] == [id]
    assert [each.id for each in found.near(area, "volunteer", "applied")] == [id]
    assert len(found.near("360103", "", "applied")) == 2
    page = found.page("3601", state="applied", limit=1)
    assert len(page.people) == 1
    assert len(found.page("3601", state="applied", limit=1, cursor=page.cursor).people) == 1


def test_officers_are_not_made_by_signing_up(office):
    with pytest.raises(Refused):
        office.desk.people.sign_up(person_id("x"), volunteer(force="officer", origin=""), {"name": "演"}, command())
    assert office.count() == office.count("people_sealed") == 0
