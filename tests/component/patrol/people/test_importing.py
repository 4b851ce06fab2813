"""Importing people: good rows in, bad ones told by line and column, the same file again changes nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import scenarios
from lianfang.persistence.handled import ReusedId
from lianfang.persistence.store import find_all
from services.patrol.app.people.importing import text
from services.patrol.app.people.importing.run import NoImport
from services.patrol.domain.people import joining
from services.patrol.domain.people.ids import person_id
from tests.fixtures.patrol_people import COUNTY, HEADER, UNIT, command, csv_of, row

CHINESE = "编号,姓名,手机号,单位,类别,来源,组别,技能"


def counts(report):
    return report.new, report.changed, report.unchanged, report.bad


def test_good_rows_go_in_and_bad_ones_are_told(office):
    bad = [row(2, force="king"), row(3, phone="12"), "too,few", row(4, skills="first_aid:soon")]
    report = office.bring(csv_of([row(1), *bad, row(5)]))
    assert counts(report) == (2, 0, 0, 4)
    assert [(each.line, each.column) for each in report.errors] == [
        (3, "force"), (3, "origin"), (4, "phone"), (5, ""), (6, "skills"),
    ]  # fmt: skip
    assert all(each.message and each.remedy for each in report.errors)
    assert office.count() == office.count("people_sealed") == 2
    person = office.desk.people.get(person_id("v-1"))
    assert (person.state, person.groups, list(person.skills)) == ("active", frozenset({"team:a"}), ["first_aid"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("header", [HEADER, CHINESE])
def test_the_usual_encodings_and_both_languages_give_the_same_people(office, encoding, header):
    force = {"force": "义警", "origin": "店员"} if header == CHINESE else {}
    if encoding in {"gbk", "gb18030"}:
        force["skills"] = "first_aid；drone"
    assert counts(office.bring(csv_of([row(1, **force)], header, encoding))) == (1, 0, 0, 0)
    person = office.desk.people.get(person_id("v-1"))
    assert (person.force, person.origin) == ("volunteer", "shop")
    assert office.desk.registering.personal.get(person.id).said["name"] == "演练1"


def test_the_same_file_again_changes_only_what_differs(office):
    office.bring(csv_of([row(1), row(2), row(3)]))
    before = len(office.events())
    again = office.bring(csv_of([row(1), row(2, groups="team:b"), row(3, phone="19911111111"), row(4)]))
    assert counts(again) == (1, 2, 1, 0)
    names = [each["type"].split(".")[1] for each in office.events()]
    assert len(names) == before + 3
    assert (names.count("person_changed"), names.count("person_joined")) == (1, 4)
    assert office.desk.people.get(person_id("v-2")).groups == {"team:b"}


def test_an_empty_cell_leaves_what_is_stored(office):
    office.bring(csv_of([row(1)]))
    assert counts(office.bring(csv_of([row(1, phone="")]))) == (0, 0, 1, 0)


def test_a_repeat_of_the_same_request_gets_the_same_report(office):
    content = csv_of([row(1), row(2, phone="x")])
    first, again = office.bring(content, "once"), office.bring(content, "once")
    assert first == again == office.desk.import_people.get(command("once").id)
    with pytest.raises(ReusedId):
        office.bring(content, "once", whole=True)
    with pytest.raises(NoImport):
        office.desk.import_people.get("none")


def test_a_dry_run_tells_the_same_and_changes_nothing(office):
    report = office.bring(csv_of([row(1), row(2, force="king"), row(1)]), dry_run=True)
    assert (counts(report), report.state) == ((1, 0, 0, 2), "done")
    assert office.count() == office.count("people_sealed") == office.count("people_claims") == 0


def test_whole_or_nothing_is_nothing_when_a_row_is_bad(office):
    report = office.bring(csv_of([row(1), row(2, force="king")]), whole=True)
    assert (report.state, report.bad) == ("refused", 1)
    assert office.count() == office.count("people_claims") == 0
    assert counts(office.bring(csv_of([row(1), row(2)]), whole=True)) == (2, 0, 0, 0)


def test_a_person_who_comes_twice_in_a_file_is_told(office):
    same_ref, same_phone = row(1, phone="19922222222"), row(2, phone="19900000001")
    report = office.bring(csv_of([row(1), same_ref, same_phone]))
    assert [(each.line, each.column) for each in report.errors] == [(3, "ref"), (4, "phone")]
    assert report.new == 1


def test_without_a_ref_people_are_known_by_their_phone(office):
    assert counts(office.bring(csv_of([row(1, ref="")]))) == (1, 0, 0, 0)
    assert counts(office.bring(csv_of([row(1, ref="", groups="team:b")]))) == (0, 1, 0, 0)
    assert office.bring(csv_of([row(1, ref="", phone="")])).errors[0].column == "ref"


def test_somebody_elses_phone_is_told(office):
    office.join("login-1", phone="19900000001")
    report = office.bring(csv_of([row(1), row(2)]))
    assert [(each.line, each.column) for each in report.errors] == [(2, "phone")]
    assert report.new == 1


def test_an_applicant_who_is_on_the_list_is_approved_by_it_and_a_suspended_one_is_not(office):
    office.join("v-1", phone="19900000001")
    other = office.join("v-2", phone="19900000002")
    office.desk.people.act(other.id, command(), lambda person: joining.suspend(person, "review"))
    office.bring(csv_of([row(1), row(2)]))
    states = {office.desk.people.get(person_id(f"v-{number}")).state for number in (1, 2)}
    assert states == {"active", "suspended"}


def test_a_unit_of_another_county_and_a_person_of_one_are_told(office):
    assert office.bring(csv_of([row(1, unit="350924.aoyang.command")])).errors[0].column == "unit"
    office.desk.people.sign_up(
        person_id("v-1"), joining.Station("350924.aoyang.command", "volunteer"), {"name": "演练"}, command()
    )
    assert office.bring(csv_of([row(1)])).errors[0].column == "ref"


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"", "name"), (b"\xff\xff\xff\xfe\x00", ""), (b"PK\x03\x04\0\0\0", ""), ("姓名;单位\n".encode(), "name"),
        (b"name,name,unit,force\n", "name"), (b'name,"unit\n', ""), (b",".join([b"a"] * 999) + b"\n", ""),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_a_remedy(office, content, column):
    report = office.bring(content)
    assert (report.state, report.errors[0].column, report.errors[0].line) == ("refused", column, 1)
    assert report.errors[0].remedy
    assert office.count() == 0


def test_reading_goes_on_after_a_row_that_is_no_csv(office):
    report = office.bring(csv_of([row(1), '"stray"quote,' + row(9), row(2)]))
    assert (report.new, report.bad, report.errors[0].line) == (2, 1, 3)


def test_a_row_may_span_lines_and_the_next_ones_are_told_by_their_own(office):
    office.bring(csv_of([row(1, name='"演练\r\n甲"')]))
    report = office.bring(csv_of([row(1, name='"演练\r\n甲"'), row(2, force="king", origin="")]))
    assert [(each.line, each.column) for each in report.errors] == [(4, "force")]


def test_unknown_columns_are_left_out_and_told_by_number(office):
    report = office.bring(csv_of([f"{row(1)},x,y"], f"{HEADER},张三,李四"))
    assert (report.new, report.ignored) == (1, [9, 10])


def test_an_import_that_was_cut_short_is_finished_by_importing_again(office, monkeypatch):
    content = csv_of(row(number) for number in range(30))
    monkeypatch.setattr("services.patrol.app.people.importing.run.BATCH", 10)
    take = office.desk.import_people._take
    real, calls = take._people.store.bulk, []

    def breaks(operations):
        calls.append(1)
        if len(calls) == 5:
            raise OSError("power cut")
        return real(operations)

    monkeypatch.setattr(take._people.store, "bulk", breaks)
    with pytest.raises(OSError, match="power cut"):
        office.bring(content, "once")
    report = office.bring(content, "once")
    assert (report.state, report.rows, report.bad) == ("done", 30, 0)
    assert report.new + report.unchanged == 30
    assert office.count() == office.count("people_sealed") == office.count("people_claims") == 30
    assert len(office.events("person_joined")) == 30


def test_what_an_import_did_is_an_event_and_no_event_or_report_tells_a_value(office):
    report = office.bring(csv_of([row(1), row(2, phone="19900000001", name="李四演练"), row(3, phone="坏电话")]))
    (event,) = office.events("people_imported", "people_imports")
    assert {**event["data"], "import": ""} == {
        "county": COUNTY, "import": "", "new": 1, "changed": 0, "unchanged": 0, "bad": 2,
    }  # fmt: skip
    told = repr(report) + "".join(
        repr(document)
        for collection in ("people", "people_imports", "people_claims", "audit")
        for document in find_all(office.store, collection)
    )
    for private in ("演练", "199000", "坏电话"):
        assert private not in told
    assert UNIT in told


@pytest.mark.parametrize(("county", "code", "people"), [
    ("nanchang", "360103", 279), ("shouning", "350924", 84), ("taining", "350429", 10),
])  # fmt: skip
def test_a_scenario_is_taken_whole_and_again_without_a_change(office, county, code, people):
    content = (Path(scenarios.__file__).parent / county / "patrol" / "people.csv").read_bytes()
    for expected in ((people, 0, 0, 0), (0, 0, people, 0)):
        taken = office.desk.import_people(io.BytesIO(content), len(content), code, command(), whole=True)
        assert counts(taken) == expected
    shop = office.desk.people.by_group("shop:360103.chuanshan.shop-001")
    assert len(shop) == (11 if county == "nanchang" else 0)


def test_a_file_of_empty_rows_is_not_read_to_its_end(office, monkeypatch):
    monkeypatch.setattr(text, "MOST_EMPTY", 50)
    report = office.bring(csv_of([row(1)]) + b"\n" * 1000 + row(2).encode())
    assert counts(report) == (1, 0, 0, 1)
    assert (report.errors[0].line, report.rows) == (52, 2)
    assert office.count() == 1


def test_reading_bad_rows_lets_other_requests_go_on(office, monkeypatch):
    paused = []
    monkeypatch.setattr(text.time, "sleep", paused.append)
    office.bring(csv_of(["too,few"] * 5000))
    assert len(paused) >= 5
