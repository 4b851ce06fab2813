"""A document that was asked for is printed once, whatever dies meanwhile; the event has the hash of its bytes."""

from __future__ import annotations

import hashlib
import time

import pytest

pytestmark = pytest.mark.rabbit


def asked(office, case, kind="agreement"):
    answer = office.send(f"/v1/cases/{case}/documents", {"kind": kind, "data": {"organ": "演练调解委员会"}})
    assert answer.status_code == 202, answer.text
    return answer.json()["documents"][-1]


def issued(office, case, count=1):
    told = office.wait_told("document_issued", count, 60, case_id=case)
    time.sleep(1.2)  # the printer has looked again
    by_id = {event.id: event.data for event in office.told("document_issued", case_id=case)}
    assert len(by_id) == count, [each.id for each in told]
    return list(by_id.values())


def assert_is_its_file(office, case, told):
    path = f"/v1/cases/{case}/documents/{told['document']}/{told['version']}"
    file = office.look(path, query={"purpose": "signing"})
    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
    assert hashlib.sha256(file.content).hexdigest() == told["sha256"]


@pytest.mark.chaos
def test_killed_after_the_request_after_rendering_and_after_storing_it_is_printed_once(office, spine):
    case = office.agreed()
    office.process.kill()
    doomed = spine.process("mediation", FAULT="printing.after_render")
    doomed.start()
    try:
        doomed.wait_ready()
        document = asked(office, case)
        assert document["state"] == "requested"
        spine.tap.wait(lambda _: doomed.pid is None, 60, "it dies with the document in its hands")
    finally:
        doomed.kill()
        spine.dies_at("printing.after_file", service="mediation")
    (told,) = issued(office, case)
    assert (told["document"], told["version"], told["number"]) == ("agreement", 1, document["number"])
    assert_is_its_file(office, case, told)
    (listed,) = office.look(f"/v1/cases/{case}/documents").json()["items"]
    assert (listed["state"], listed["sha256"]) == ("issued", told["sha256"])


def test_asked_for_again_it_is_a_next_version_and_the_first_stays_as_it_was(office):
    case = office.agreed()
    for count in (1, 2):
        asked(office, case)
        told = issued(office, case, count)
    assert [each["version"] for each in told] == [1, 2]
    assert len({each["number"] for each in told}) == 1
    for each in told:
        assert_is_its_file(office, case, each)
