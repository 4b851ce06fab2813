"""A dispute's whole way over HTTP, and what each caller may do and see."""

from __future__ import annotations

import time
import uuid

import pytest
import requests
from openapi_spec_validator import validate

from services.mediation.entrypoints.action_table import ACTIONS
from tests.fixtures.mediation_http import COUNTY, GRIDS, ITEMS, WORDING, A, B, fresh, wrong

SOON = "2030-01-01T00:00:00+08:00"


def mediating(mediation, **said):
    case = mediation.open(**said)["id"]
    mediation.act(case, "triage", mode="people", signals=["threats"])
    mediation.act(case, "assign", mediator="m-1")
    mediation.act(case, "accept", "mediator", subject="m-1")
    mediation.act(case, "consent", sides=["a", "b"])
    mediation.act(case, "start-round", "mediator", subject="m-1")
    return case


def test_from_a_visit_to_an_agreement_that_is_kept_and_visited(mediation):
    case = mediating(mediation)
    agreed = mediation.act(
        case, "agree", "mediator", subject="m-1", form="written", items=ITEMS, perform_by=SOON, **WORDING
    )
    assert (agreed["state"], agreed["confirmation"], agreed["agreement"]["kept"]) == ("agreed", "eligible", None)
    mediation.act(case, "apply-confirmation", sides=["a", "b"])
    mediation.act(case, "begin-performance")
    kept = mediation.act(case, "keep")
    assert kept["deadlines"][0]["kind"] == "follow_up"
    visited = mediation.act(case, "follow-up", how="calm")
    assert (visited["state"], visited["agreement"]["kept"], len(visited["visits"])) == ("follow_up", True, 1)
    early = mediation.send(f"/v1/cases/{case}/close", {})
    assert (early.status_code, early.json()["reason"]) == (409, "follow_ups_left")
    names = [each["name"] for each in mediation.look(f"/v1/cases/{case}/history").json()["items"]]
    assert names[0] == "case_opened"
    assert {"triaged", "mediator_accepted", "round_started", "agreed", "agreement_kept", "followed_up"} <= set(
        names
    )
    wording = mediation.look(f"/v1/cases/{case}/agreement", "supervisor", purpose="review").json()
    assert wording == WORDING


def test_nothing_but_the_personal_endpoints_tells_a_name_or_a_text(mediation):
    party, secret = fresh(A), "只有办案人知道的话"
    case = mediating(mediation, text=secret, parties=[party, fresh(B)])
    mediation.act(case, "agree", form="written", items=ITEMS, perform_by=SOON, **WORDING)
    start = {"start": "2030-01-02T09:00:00+08:00", "end": "2030-01-02T10:00:00+08:00", "studio": "hall"}
    told = mediation.send(f"/v1/cases/{case}/sessions", {**start, "room": "main", "notes": secret})
    assert told.status_code == 201, told.text
    shown = "".join(
        mediation.look(f"/v1/cases/{case}{part}").text
        for part in ("", "/history", "/links", "/documents", "/sessions", "/sessions.ics")
    )
    assert "case_opened" in shown
    for private in (party["name"], party["phone"], secret, WORDING["facts"], "gAAAA", "p-"):
        assert private not in shown
    read = mediation.look(f"/v1/cases/{case}/parties", purpose="mediation").json()["items"]
    assert read[0]["stated"]["name"] == party["name"]
    assert mediation.look(f"/v1/cases/{case}/text", purpose="mediation").json() == {"text": secret}
    assert mediation.look(f"/v1/cases/{case}/notes", purpose="mediation").json()["items"][0]["notes"] == secret
    log = mediation.log
    assert party["name"] not in log
    assert secret not in log


def test_a_dispute_that_is_told_twice_has_one_case_and_a_repeat_no_second_effect(mediation):
    body, key = {"source": "visit", "ref": uuid.uuid4().hex, "text": "x"}, uuid.uuid4().hex
    first, again = (mediation.send("/v1/cases", body, key=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    other = mediation.send("/v1/cases", {**body, "text": "y"})
    assert (other.status_code, other.headers["Location"]) == (200, first.headers["Location"])
    assert first.json()["id"] == again.json()["id"] == other.json()["id"]
    assert mediation.send("/v1/cases", {**body, "text": "z"}, key=key).status_code == 422


def test_the_same_reference_under_another_caller_s_key_is_no_common_dispute(mediation):
    ids = {
        mediation.send("/v1/cases", {"source": "walk_in"}, subject=who, key="the-same-key").json()["id"]
        for who in ("officer-1", "officer-2")
    }
    assert len(ids) == 2


def test_an_incident_that_a_visit_was_about_leads_to_the_visit_s_case(mediation):
    incident = str(uuid.uuid4())
    visit = mediation.open(also=[{"source": "incident", "ref": incident}])
    told = mediation.send("/v1/cases", {"source": "incident", "ref": incident})
    assert (told.status_code, told.json()["id"]) == (200, visit["id"])
    assert {each["source"] for each in told.json()["origins"]} == {"visit", "incident"}


def test_a_place_that_nobody_knows_opens_a_case_of_the_caller_s_county(mediation):
    for place in ({"text": "不知何处"}, {"grid": "x"}, {"lon": 0.0, "lat": 0.0}, {}):
        case = mediation.open(place=place, parties=[])
        assert (case["county"], case["region"]) == (COUNTY, COUNTY), place
    assert mediation.open(place={"region": GRIDS[3][:9]})["region"] == GRIDS[3][:9]
    outside = mediation.send("/v1/cases", {"source": "visit", "place": {"region": "350924"}})
    assert outside.status_code == 403


def test_an_old_record_is_closed_and_counts_in_no_figure(mediation):
    before = figure(mediation, "accepted")
    body = {"ref": uuid.uuid4().hex, "happened_on": "2008-03-01", "parties": [fresh(A), fresh(B)]}
    record = mediation.send("/v1/records", body)
    assert (record.status_code, record.json()["state"]) == (201, "closed")
    assert record.json()["opened_at"].startswith("2008-03-01")
    assert figure(mediation, "accepted") == before
    assert wrong(mediation.send("/v1/records", {**body, "happened_on": "2999-01-01"}))["field"] == "happened_on"


def test_settled_on_the_spot_all_or_none(mediation):
    case = mediation.open()["id"]
    agreement = {"form": "oral", "items": ["parties", "facts", "terms", "recorded_by"], **WORDING}
    body = {"mediator": "o-1", "sides": ["a", "b"], "agreement": agreement, "kept": True}
    path = f"/v1/cases/{case}/on-the-spot"
    lacking = mediation.send(path, {**body, "agreement": {**agreement, "items": ["parties"]}})
    assert (lacking.status_code, wrong(lacking)["field"]) == (422, "items")
    assert mediation.look(f"/v1/cases/{case}").json()["state"] == "registered"
    done = mediation.send(path, body)
    assert (done.status_code, done.json()["state"]) == (200, "follow_up"), done.text
    assert done.json()["agreement"]["kept"] is True


def test_a_sealed_case_is_invisible_but_to_those_on_it(mediation):
    case = mediation.open(sealed=True)["id"]
    mine, other = mediation.look(f"/v1/cases/{case}"), mediation.look(f"/v1/cases/{case}", subject="officer-2")
    assert (mine.status_code, other.status_code) == (200, 404)
    assert mediation.look(f"/v1/cases/{case}", "supervisor").status_code == 200
    assert case not in mediation.look("/v1/cases", subject="officer-2", limit=200).text
    assert case in mediation.look("/v1/cases", "supervisor", limit=200).text
    for path in ("/history", "/links", "/parties?purpose=x", "/documents", "/sessions", "/suggestions"):
        assert mediation.look(f"/v1/cases/{case}{path}", subject="officer-2").status_code == 404, path
    acted = mediation.send(f"/v1/cases/{case}/signal", {"signals": ["threats"]}, subject="officer-2")
    assert acted.status_code == 404
    reader = mediation.look(f"/v1/cases/{case}/parties", "reporter-data", subject="reader", purpose="x")
    assert reader.status_code == 404


def test_personal_data_is_for_those_on_the_case_and_readers(mediation):
    case = mediation.open()["id"]
    path = f"/v1/cases/{case}/parties"
    assert mediation.look(path, subject="officer-2", purpose="curiosity").status_code == 403
    assert mediation.look(path, "mediator", subject="m-3", purpose="curiosity").status_code == 404
    assert mediation.look(path, "viewer", purpose="curiosity").status_code == 403
    assert mediation.look(path, "reporter-data", subject="reader", purpose="audit").status_code == 200
    assert mediation.look(path, "supervisor", subject="chief", purpose="audit").status_code == 200
    assert wrong(mediation.look(path))["field"] == "purpose"
    assert wrong(mediation.look(path, purpose="因为好奇"))["field"] == "purpose"


def test_every_personal_read_leaves_a_row(mediation):
    case = mediation.open()["id"]
    before = mediation.look("/v1/audit/head", "supervisor").json()["number"]
    for part in ("parties", "text", "agreement", "notes"):
        assert mediation.look(f"/v1/cases/{case}/{part}", purpose="mediation").status_code == 200
    assert mediation.look("/v1/audit/head", "supervisor").json()["number"] == before + 4


def test_if_match_guards_where_it_is_given(mediation):
    case = mediation.open()
    path, body = f"/v1/cases/{case['id']}/signal", {"signals": ["threats"]}
    late = mediation.send(path, body, **{"If-Match": '"1"'})
    assert (late.status_code, late.headers["ETag"]) == (412, f'"{case["version"]}"')
    good = mediation.send(path, body, **{"If-Match": f'"{case["version"]}"'})
    assert good.status_code == 200
    assert good.headers["ETag"] == f'"{good.json()["version"]}"'


def test_a_state_that_does_not_allow_it_is_a_conflict_with_what_is_possible(mediation):
    case = mediation.open()["id"]
    refused = mediation.send(f"/v1/cases/{case}/keep", {})
    problem = refused.json()
    assert (refused.status_code, problem["reason"]) == (409, "illegal_transition")
    assert "triage" in problem["remedy"]
    assert problem["type"].endswith(":illegal-transition")


def test_a_rule_that_forbids_is_named(mediation):
    case = mediation.open()["id"]
    refused = mediation.send(
        f"/v1/cases/{case}/triage", {"mode": "public_order", "exclusions": ["gang_fight"]}
    )  # fmt: skip
    assert (refused.status_code, refused.json()["reason"]) == (422, "excluded_gang_fight")
    assert "行政案件程序规定" in refused.json()["rule"]
    assert wrong(refused)["field"] == "exclusions"


def test_lowering_the_risk_needs_another_person(mediation):
    case = mediation.open()["id"]
    assert mediation.act(case, "raise-risk", to="red", why="intuition")["risk"] == "red"
    mediation.act(case, "acknowledge-alarm", "dispatcher")
    mediation.act(case, "propose-lowering", to="blue", why="calm_again")
    alone = mediation.send(f"/v1/cases/{case}/approve-lowering", {"to": "blue"})
    assert (alone.status_code, alone.json()["reason"]) == (409, "same_signature")
    assert mediation.act(case, "approve-lowering", subject="officer-2", to="blue")["risk"] == "blue"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda each: each.name)
def test_every_action_refuses_wrong_roles_and_unknown_cases(mediation, action):
    strangers = {"viewer", "dispatcher", "registry", "intake"} - action.roles
    path = f"/v1/cases/none/{action.name}"
    for role in strangers:
        assert mediation.send(path, {}, role).status_code == 403, role
    answer = mediation.send(path, {}, next(iter(sorted(action.roles))))
    assert answer.status_code in (400, 404), answer.text
    if answer.status_code == 400:
        assert wrong(answer)


def test_a_mediator_answers_for_itself_only(mediation):
    case = mediation.open()["id"]
    mediation.act(case, "triage", mode="people")
    mediation.act(case, "assign", mediator="m-1")
    for subject, body, status in (("m-2", {}, 404), ("m-1", {"mediator": "m-2"}, 403), ("m-1", {}, 200)):
        answer = mediation.send(f"/v1/cases/{case}/accept", body, "mediator", subject=subject)
        assert answer.status_code == status, answer.text
    listed = mediation.look("/v1/cases", "mediator", subject="m-1", limit=200).json()["items"]
    assert case in {each["id"] for each in listed}


def test_suggestions_have_reasons(mediation):
    case = mediation.open()["id"]
    mediation.act(case, "triage", mode="people")
    found = mediation.look(f"/v1/cases/{case}/suggestions", languages=["zh", "she"]).json()
    assert found["suggested"][0]["reasons"]
    assert {each["mediator"] for each in found["excluded"]} >= {"o-1"}


def test_two_sessions_never_share_a_room_and_the_free_times_are_told(mediation):
    one, other = mediation.open()["id"], mediation.open()["id"]
    body = {
        "start": "2030-02-01T09:00:00+08:00", "end": "2030-02-01T10:00:00+08:00", "studio": "hall", "room": "main",
        "people": ["m-1"], "link": "https://meet.example/1",
    }  # fmt: skip
    key = uuid.uuid4().hex
    first = mediation.send(f"/v1/cases/{one}/sessions", body, key=key)
    again = mediation.send(f"/v1/cases/{one}/sessions", body, key=key)
    assert (first.status_code, len(again.json()["sessions"])) == (201, 1), again.text
    taken = mediation.send(f"/v1/cases/{other}/sessions", {**body, "people": ["m-2"]})
    assert (taken.status_code, wrong(taken)["field"]) == (409, "room")
    assert taken.json()["free"]
    assert "BEGIN:VEVENT" in mediation.look(f"/v1/cases/{one}/sessions.ics").text
    session = first.json()["sessions"][0]["id"]
    cancelled = mediation.send(f"/v1/cases/{one}/sessions/{session}/cancel", {})
    assert cancelled.json()["sessions"][0]["state"] == "cancelled"
    assert mediation.send(f"/v1/cases/{other}/sessions", {**body, "people": ["m-2"]}).status_code == 201


def test_a_document_is_asked_for_printed_and_read_with_a_trace(mediation):
    case = mediating(mediation)
    mediation.act(case, "agree", form="written", items=ITEMS, perform_by=SOON, **WORDING)
    path = f"/v1/cases/{case}/documents"
    asked = mediation.send(path, {"kind": "agreement", "data": {"recorder": "演练丁"}})
    assert asked.status_code == 202, asked.text
    (document,) = asked.json()["documents"]
    assert (document["document"], document["version"], document["state"]) == ("agreement", 1, "requested")
    file = f"{path}/agreement/1"
    until = time.monotonic() + 30
    while mediation.look(file, purpose="signing").status_code == 404:
        assert time.monotonic() < until, mediation.log
        time.sleep(0.2)
    pdf = mediation.look(file, purpose="signing")
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert mediation.look(file, subject="officer-2", purpose="curiosity").status_code == 403
    assert mediation.look(path).json()["items"][0]["state"] == "issued"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"kind": "poem"}, 422, "kind"), ({"kind": "agreement"}, 422, "kind"),
        ({"kind": "transfer_letter"}, 422, "kind"), ({"kind": "invitation"}, 422, "data.session"),
        ({"kind": "agreement", "document": "../x"}, 400, "document"),
    ],
)  # fmt: skip
def test_a_document_that_can_t_be_written_names_the_field(mediation, body, status, field):
    case = mediation.open()["id"]
    refused = mediation.send(f"/v1/cases/{case}/documents", body)
    assert (refused.status_code, wrong(refused)["field"]) == (status, field)


def test_a_letter_without_its_contact_names_what_is_to_be_given(mediation):
    case = mediation.open(text="宅基地争议（演练）")["id"]
    mediation.act(case, "transfer", body="township_government")
    path = f"/v1/cases/{case}/documents"
    refused = mediation.send(path, {"kind": "transfer_letter", "data": {"reason": "应由政府处理"}})
    assert (refused.status_code, wrong(refused)["field"]) == (422, "data.organ"), refused.text
    lying = mediation.send(path, {"kind": "transfer_letter", "data": {"parties": [], "to": "某局"}})
    assert (lying.status_code, wrong(lying)["field"]) == (422, "data.parties")
    given = {
        "reason": "应由政府处理",
        "organ": "演练派出所",
        "contact": {"name": "演练丙", "phone": "0593-0000000"},
    }
    assert mediation.send(path, {"kind": "transfer_letter", "data": given}).status_code == 202


def test_the_figures_add_up_and_say_what_they_are_of(mediation):
    mediation.open()
    report = mediation.look("/v1/figures").json()
    assert report["consistent"] is True
    by_name = {each["name"]: each for each in report["figures"]}
    assert by_name["accepted"]["count"] == by_name["pending"]["count"] + by_name["decided"]["count"] > 0
    assert all(each["definition"] and each["title"] and each["english"] for each in report["figures"])
    assert mediation.look("/v1/figures?region=350924").status_code == 403
    assert mediation.look("/v1/figures", "mediator", subject="m-1").status_code == 403
    early = mediation.look("/v1/figures", until="2020-01-01T00:00:00+08:00").json()
    assert {each["count"] for each in early["figures"]} == {0}
    assert {share["ratio"] for each in early["figures"] for share in each["of"]} == {None}


def test_the_openapi_document_is_valid_and_has_an_entry_for_each_action(mediation):
    document = requests.get(f"{mediation.url}/openapi.json", timeout=60).json()
    validate(document)
    for action in ACTIONS:
        operation = document["paths"][f"/v1/cases/{{id}}/{action.name}"]["post"]
        assert operation["summary"] == action.summary
        assert "$ref" in operation["responses"]["200"]["content"]["application/json"]["schema"]


def figure(mediation, name):
    report = mediation.look("/v1/figures").json()
    return next(each["count"] for each in report["figures"] if each["name"] == name)
