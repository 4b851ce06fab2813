"""Each bad input names its field and its remedy; what is right passes, however hostile it looks."""

from __future__ import annotations

import pytest

from lianfang.contracts.personal import personal_paths
from lianfang.web.problems import Problem
from lianfang.web.validation import BodyRule
from services.mediation.entrypoints.action_bodies import (
    AgreeBody,
    ExtendBody,
    OnTheSpotBody,
    ReferBody,
    SignalBody,
    TransferBody,
)
from services.mediation.entrypoints.action_table import ACTIONS
from services.mediation.entrypoints.case_bodies import CaseBody, RecordBody
from services.mediation.entrypoints.party_bodies import PartiesBody, parties_said
from services.mediation.entrypoints.work_bodies import DocumentBody, SessionBody

P = {"ref": "p1", "side": "a", "name": "演练甲"}
KIN = [{"kind": "sibling", "person": {"name": f"演练亲{number}"}} for number in range(26)]
CROWD = [{**P, "ref": f"p{number}", "kin": KIN} for number in range(4)]
HOSTILE = [
    "'; DROP TABLE cases; --",
    "<script>alert(1)</script>",
    "\u202e甲",
    "../../etc/passwd",
    "甲" * 100,
    "{{7*7}}",
]
AGREE = {"form": "written", "items": ["facts"], "perform_by": "2030-01-01T00:00:00+08:00"}
SPOT = {"sides": ["a", "b"], "agreement": {"form": "oral", "items": ["facts"]}}
SESSION = {"start": "2030-01-01T09:00:00+08:00", "end": "2030-01-01T10:00:00+08:00"}


def errors_of(schema, data):
    with pytest.raises(Problem) as refused:
        BodyRule(schema).load(data)
    assert refused.value.status == 400
    assert all(each["message"] and each["remedy"] for each in refused.value.errors)
    return {each["field"] for each in refused.value.errors}


@pytest.mark.parametrize(
    ("schema", "data", "field"),
    [
        (CaseBody, {}, "source"), (CaseBody, {"source": "rumour"}, "source"),
        (CaseBody, {"source": "visit", "category": "dispute"}, "category"),
        (CaseBody, {"source": "visit", "place": {"lon": 119.0}}, "place.lat"),
        (CaseBody, {"source": "visit", "place": {"lon": 400.0, "lat": 1.0}}, "place.lon"),
        (CaseBody, {"source": "visit", "place": {"region": "35092"}}, "place.region"),
        (CaseBody, {"source": "visit", "place": {"region": "３５０９２４"}}, "place.region"),
        (CaseBody, {"source": "visit", "category": "２００３０２"}, "category"),
        (CaseBody, {"source": "visit", "sealed": "yes"}, "sealed"),
        (CaseBody, {"source": "visit", "people": -1}, "people"),
        (CaseBody, {"source": "visit", "ref": "a b"}, "ref"),
        (CaseBody, {"source": "visit", "also": [{"source": "incident"}]}, "also.0.ref"),
        (CaseBody, {"source": "visit", "signals": ["Threats!"]}, "signals.0"),
        (CaseBody, {"source": "visit", "text": "x" * 10_001}, "text"),
        (CaseBody, {"source": "visit", "languages": ["zh"]}, "languages"),
        (CaseBody, {"source": "visit", "parties": [P, P]}, "parties.0.ref"),
        (CaseBody, {"source": "visit", "parties": [{**P, "role": "guardian", "of": "p9"}]}, "parties.0.of"),
        (CaseBody, {"source": "visit", "parties": [{**P, "kin": [{"kind": "father", "ref": "p9"}]}]},
         "parties.0.kin"),
        (RecordBody, {"ref": "1", "happened_on": "last year"}, "happened_on"),
        (RecordBody, {"happened_on": "2008-03-01"}, "ref"),
        (PartiesBody, {"parties": []}, "parties"),
        (PartiesBody, {"parties": [{**P, "side": "甲"}]}, "parties.0.side"),
        (PartiesBody, {"parties": [{**P, "name": "不详"}]}, "parties.0.name"),
        (PartiesBody, {"parties": [{**P, "name": ""}]}, "parties.0.name"),
        (PartiesBody, {"parties": [{**P, "role": "judge"}]}, "parties.0.role"),
        (PartiesBody, {"parties": [{**P, "kin": [{"kind": "friend", "ref": "p2"}]}]}, "parties.0.kin.0.kind"),
        (PartiesBody, {"parties": [{**P, "kin": [{"kind": "father"}]}]}, "parties.0.kin.0.person"),
        (PartiesBody, {"parties": [{**P, "sealed": "x"}]}, "parties.0.sealed"),
        (AgreeBody, {**AGREE, "perform_by": "2030-01-01T00:00:00"}, "perform_by"),
        (AgreeBody, {**AGREE, "form": "by_handshake"}, "form"), (AgreeBody, {**AGREE, "terms": [""]}, "terms.0"),
        (OnTheSpotBody, SPOT, "agreement.perform_by"), (OnTheSpotBody, {**SPOT, "sides": []}, "sides"),
        (ExtendBody, {"until": "2030-01-01T00:00:00+08:00", "reason": "因为张三病了"}, "reason"),
        (ReferBody, {"case_number": "a\nb"}, "case_number"), (ReferBody, {"case_number": "张三"}, "case_number"),
        (ReferBody, {"case_number": "1\u202e2"}, "case_number"),
        (CaseBody, {"source": "visit", "parties": CROWD}, "parties"), (PartiesBody, {"parties": CROWD}, "parties"),
        (TransferBody, {"body": "乡政府"}, "body"),
        (TransferBody, {"body": "court", "complexity": "easy"}, "complexity"),
        (SignalBody, {"signals": []}, "signals"), (SessionBody, {**SESSION, "link": "http://x"}, "link"),
        (SessionBody, {**SESSION, "start": "tomorrow"}, "start"), (DocumentBody, {}, "kind"),
        (DocumentBody, {"kind": "agreement", "document": "A/B"}, "document"),
        (AgreeBody, {**AGREE, "perform_by": "0001-01-01T00:00:00+14:00"}, "perform_by"),
        (ExtendBody, {"until": "9999-12-31T23:59:59-12:00", "reason": "illness"}, "until"),
        (RecordBody, {"ref": "1", "happened_on": "0001-01-01"}, "happened_on"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named_with_its_remedy(schema, data, field):
    assert field in errors_of(schema, data)


def test_a_time_is_taken_in_utc_since_stored_times_are_compared_as_texts():
    loaded = BodyRule(AgreeBody).load(AGREE)["perform_by"]
    assert loaded.isoformat() == "2029-12-31T16:00:00+00:00"


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_taken_as_they_are_and_words_are_not(text):
    loaded = BodyRule(PartiesBody).load({"parties": [{**P, "name": text, "notes": text, "household": text}]})
    (said,) = parties_said(loaded["parties"])
    assert (said.stated.name, said.notes, said.stated.household) == (text, text, text)
    assert "reason" in errors_of(ExtendBody, {"until": "2030-01-01T00:00:00+08:00", "reason": text})
    for field in ("ref", "side"):
        assert f"parties.0.{field}" in errors_of(PartiesBody, {"parties": [{**P, field: text}]})


@pytest.mark.parametrize("action", ACTIONS, ids=lambda each: each.name)
def test_no_action_takes_an_unknown_field(action):
    assert "surprise" in errors_of(action.body, {"surprise": 1})


def test_all_that_may_name_somebody_is_marked_personal():
    assert {"text", "place.text", "parties[].name", "parties[].notes", "parties[].kin[].person.name"} <= set(
        personal_paths(CaseBody())
    )
    assert {"facts", "terms", "manner", "place"} <= set(personal_paths(AgreeBody()))
    assert {"notes"} <= set(personal_paths(SessionBody()))
    assert {"data"} <= set(personal_paths(DocumentBody()))
