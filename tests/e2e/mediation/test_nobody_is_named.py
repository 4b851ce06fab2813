"""Who quarrels about what is in no message, no log and no file of the whole stack, but encrypted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_entries
from tests.e2e.counties import STEADY
from tests.e2e.mediation.office import GRIDS, MEDIATOR, now
from tests.e2e.secrets import files_of, found_in

pytestmark = pytest.mark.rabbit

ZHEN, HUI, MINOR = "钟离珍稀", "司徒慧黠", "钟离幼仪"
PHONES = ("13907318642", "13806429753")
NUMBERS = ("35092419780203104X", "350924198501012349")
HOUSES, WORK = ("鸡鸣巷八十八号之三", "水碓弄七号"), "稀有矿泉水厂"
TEXT = "因檐角滴水打翻了腌菜坛子而大骂三日"
PLACE = "老樟树下第三个石凳旁"
FACTS, TERM, MANNER, WHERE = "甲方檐水落入乙方坛中", "赔付腌菜坛子两只", "当面搬来", "樟树石凳"
NOTES = ("此人左撇子且好饮", "席间哭了两回")
CLERK, CLERK_PHONE = "慕容书吏", "13705938427"
MEDIATOR_NAME, MEDIATOR_PHONE = "南宫和事", "13600957318"
SECRETS = (
    ZHEN, HUI, MINOR, *PHONES, *NUMBERS, *HOUSES, WORK, TEXT, PLACE, FACTS, TERM, MANNER, WHERE, *NOTES, CLERK,
    CLERK_PHONE, MEDIATOR_NAME, MEDIATOR_PHONE,
)  # fmt: skip
PARTIES = (
    {
        "ref": "p1", "side": "a", "name": ZHEN, "phone": PHONES[0], "id_number": NUMBERS[0], "household": HOUSES[0],
        "workplace": WORK, "notes": NOTES[0], "kin": [{"kind": "child", "person": {"name": MINOR}}],
    },
    {"ref": "p2", "side": "b", "name": HUI, "phone": PHONES[1], "id_number": NUMBERS[1], "household": HOUSES[1]},
)  # fmt: skip


class Said(NamedTuple):
    """Of which case, and since when."""

    case: str
    since: datetime


@pytest.fixture(scope="module")
def said(office):
    """A dispute with everything said that can be said, printed, read, and said wrongly."""
    since = now()
    office.furnish(name=MEDIATOR_NAME, phone=MEDIATOR_PHONE)
    wording = {"facts": FACTS, "terms": [TERM], "manner": MANNER, "place": WHERE}
    place = {"grid": GRIDS[0], "text": PLACE}
    case = office.agreed(*PARTIES, wording=wording, text=TEXT, place=place)
    meeting = {"start": "2030-01-02T09:00:00+08:00", "end": "2030-01-02T10:00:00+08:00", "notes": NOTES[1],
               "people": [MEDIATOR], "link": "https://meet.example/1"}  # fmt: skip
    office.act(case, "sessions", **meeting)
    for kind, data in (
        ("agreement", {"recorder": CLERK}),
        ("invitation", {"contact": {"name": CLERK, "phone": CLERK_PHONE}, "place": PLACE}),
    ):
        body = {"kind": kind, "data": {"organ": "演练调解委员会", **data}}
        asked = office.send(f"/v1/cases/{case}/documents", body)
        assert asked.status_code == 202, asked.text
    office.wait_told("document_issued", 1, 60, case_id=case, kind="agreement")
    for part in ("parties", "text", "agreement", "notes", "documents/agreement/1"):
        assert office.look(f"/v1/cases/{case}/{part}", query={"purpose": "drill"}).status_code == 200
    wrongly_said(office, case)
    return Said(case, since)


def wrongly_said(office, case):
    """Say it where it does not belong: each is refused."""
    wrong = (
        ("/v1/cases", {"source": TEXT}), ("/v1/cases", {"source": "visit", "category": ZHEN}),
        ("/v1/cases", {"source": "visit", ZHEN: PHONES[0]}), ("/v1/cases", {"source": "visit", "ref": HUI}),
        ("/v1/cases", {"source": "visit", "parties": [{"name": ZHEN, "phone": 13907318642}]}),
        (f"/v1/cases/{case}/breach", {"reason": TEXT}),
        (f"/v1/cases/{case}/raise-risk", {"to": "red", "why": ZHEN}),
        (f"/v1/cases/{case}/assign", {"mediator": ZHEN}), (f"/v1/cases/{case}/documents", {"kind": ZHEN}),
        (f"/v1/cases/{case}/documents", {"kind": "agreement", "data": {ZHEN: TEXT}}),
        (f"/v1/cases/{case}/parties", {"parties": [{**PARTIES[0], "role": "guardian", "of": HUI}]}),
    )  # fmt: skip
    for path, body in wrong:
        assert 400 <= office.send(path, body).status_code < 500, (path, body)
    assert office.look(f"/v1/cases/{case}/parties", query={"purpose": ZHEN}).status_code == 400
    assert office.look("/v1/cases", query={"region": ZHEN}).status_code == 400


@pytest.mark.parametrize("stream", [LOG, RESTRICTED_LOG])
def test_no_message_names_anybody(office, spine, said, stream):
    if stream == RESTRICTED_LOG:
        office.act(said.case, "seal")
        office.act(said.case, "signal", signals=["threats"])
        office.wait_told("risk_raised", case_id=said.case)
    about, told = 0, set()
    for entry in read_entries(spine.target.bus_uri, said.since - timedelta(seconds=5), stream):
        about += said.case.encode() in entry.body
        told |= set(
            found_in(entry.body + repr((entry.routing_key, entry.headers, entry.message_id)).encode(), SECRETS)
        )
    assert told == set()
    assert about > 1


def test_no_file_of_the_stack_names_anybody(spine, said, home):
    """Stores with their journals, logs, the broker's own files."""
    store = spine.stack.state.services["mediation"].store_uri.removeprefix("sqlite://")
    seen = list(files_of(home, SECRETS, said.case))
    about = {told.path for told in seen if told.about}
    assert {told.path: told.secrets for told in seen if told.secrets} == {}
    assert any(path.startswith(store) for path in about), "what can be found is found"
    assert any("/broker/" in path for path in about)
    assert spine.stack.state.services["mediation"].log in {told.path for told in seen}


def test_it_is_there_for_who_may_read_it(office, said):
    people = office.look(f"/v1/cases/{said.case}/parties", "supervisor", query={"purpose": "drill"}).json()["items"]
    assert [each["stated"]["id_number"] for each in people] == list(NUMBERS)
    assert office.look(f"/v1/mediators/{MEDIATOR}", "supervisor", region=STEADY).json()["name"] == MEDIATOR_NAME
