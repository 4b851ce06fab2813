"""A second report on a dispute has refs of its own: nobody is taken for another because both were called p1."""

from __future__ import annotations

import uuid

from tests.fixtures.mediation_http import fresh

LI = {"ref": "p1", "side": "a", "name": "演练李四", "birth_date": "1980-05-01", "phone": "13900000001"}
ZHANG = {"ref": "p2", "side": "b", "name": "演练张三", "birth_date": "1978-02-03", "phone": "13900000002"}
MOTHER = {"ref": "p3", "side": "a", "role": "guardian", "of": "p1", "name": "演练张母"}


def people(mediation, case: str) -> dict[str, tuple[str, str, str | None]]:
    found = mediation.look(f"/v1/cases/{case}/parties", "supervisor", purpose="test").json()["items"]
    return {each["stated"]["name"]: (each["ref"], each["side"], each["of"]) for each in found}


def test_the_same_incident_told_with_other_refs_keeps_everybody_who_they_are(mediation):
    li, zhang, mother = fresh(LI), fresh(ZHANG), fresh(MOTHER)
    incident = str(uuid.uuid4())
    case = mediation.open(also=[{"source": "incident", "ref": incident}], parties=[li, zhang])["id"]
    before = people(mediation, case)
    swapped = [{**zhang, "ref": "p1", "side": "a"}, {**li, "ref": "p2", "side": "b"}, mother]
    body, key = {"source": "incident", "ref": incident, "parties": swapped}, uuid.uuid4().hex
    for _ in range(2):
        answer = mediation.send("/v1/cases", body, subject="officer-2", key=key)
        assert (answer.status_code, answer.json()["id"]) == (200, case), answer.text
        after = people(mediation, case)
        assert {name: after[name] for name in before} == before
        assert after[mother["name"]] == ("p3", "b", "p2")
        assert len(after) == 3


def test_a_report_that_was_merged_may_be_repeated(mediation):
    li, zhang = fresh(LI), fresh(ZHANG)
    first = mediation.open(parties=[li, zhang])["id"]
    before = people(mediation, first)
    body, key = (
        {"source": "walk_in", "parties": [{**zhang, "ref": "p1"}, {**li, "ref": "p2", "side": "a"}]},
        "again",
    )
    answers = [mediation.send("/v1/cases", body, key=key) for _ in range(2)]
    assert {each.json()["id"] for each in answers} == {first}
    assert people(mediation, first) == before


def test_a_stranger_under_a_known_ref_is_another_person(mediation):
    incident = str(uuid.uuid4())
    case = mediation.open(also=[{"source": "incident", "ref": incident}])["id"]
    before = people(mediation, case)
    stranger = fresh({"ref": "p1", "side": "b", "name": "演练路人"})
    told = mediation.send("/v1/cases", {"source": "incident", "ref": incident, "parties": [stranger]})
    assert told.status_code == 200, told.text
    after = people(mediation, case)
    assert {name: after[name] for name in before} == before
    assert after[stranger["name"]][0].startswith("p1.")
