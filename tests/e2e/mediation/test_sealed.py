"""From the moment a case is sealed (封存), districts hear nothing of it, and only those on it see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_entries
from tests.e2e.mediation.office import now

pytestmark = pytest.mark.rabbit

COUNTY = "350924"
PLACE = {"region": "350924100001"}


def names(uri, since, stream, case):
    """Return the types of the events about a case in a log."""
    found = read_entries(uri, since - timedelta(seconds=5), stream)
    return [Event.from_json(entry.body).type.split(".")[1] for entry in found if case.encode() in entry.body]


def test_no_district_hears_of_a_case_from_its_sealing_on(office, spine, own_district):
    since, uri = now(), spine.target.bus_uri
    case = office.open(region=COUNTY, place=PLACE)["id"]
    own_district.wait_for(type="mediation.case_opened.v1", case_id=case)
    here = {"region": COUNTY}
    office.act(case, "seal", "supervisor", claims=here)
    for action, body in (
        ("triage", {"mode": "people"}), ("raise-risk", {"to": "red", "why": "threats"}),
        ("transfer", {"body": "justice_office"}), ("return", {"reason": "not_ours"}),
    ):  # fmt: skip
        office.act(case, action, "supervisor", claims=here, **body)
    marker = office.open(region=COUNTY, place=PLACE)["id"]
    own_district.wait_for(type="mediation.case_opened.v1", case_id=marker)
    assert [event.name for event in own_district.heard(case_id=case)] == ["case_opened"], "as before the sealing"
    assert names(uri, since, LOG, case) == ["case_opened"]
    restricted = names(uri, since, RESTRICTED_LOG, case)
    assert restricted[0] == "sealed"
    assert {"triaged", "risk_raised", "alarm_raised", "transferred", "transfer_returned"} <= set(restricted)


def test_a_sealed_case_is_there_for_those_on_it_only(office):
    case = office.open(region=COUNTY, place=PLACE)
    office.act(case["id"], "seal", "supervisor", claims={"region": COUNTY})
    path = f"/v1/cases/{case['id']}"
    strangers = [("viewer", {}), ("dispatcher", {}), ("mediation", {"subject": "officer-2"}), ("mediator", {}),
                 ("team", {"team": "350924.nanyang.community"})]  # fmt: skip
    for role, claims in strangers:
        for part in ("", "/history", "/documents"):
            assert office.look(path + part, role, region=COUNTY, **claims).status_code == 404, (role, part)
        listed = office.look("/v1/cases?limit=200", role, region=COUNTY, **claims)
        assert case["id"] not in listed.text, role
    acted = office.send(f"{path}/withdraw", {"reason": "curiosity"}, region=COUNTY, subject="officer-2")
    assert acted.status_code == 404
    on_it = (("mediation", {}), ("supervisor", {"subject": "chief"}), ("team", {"team": case["owner"]}))
    for role, claims in on_it:
        assert office.look(path, role, region=COUNTY, **claims).status_code == 200, role
