"""The commands an operator uses, on a running stack."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import read_log
from lianfang.messaging.published import PUBLISHED, record
from lianfang.persistence.uri import open_store
from tests.e2e.conftest import TAP

pytestmark = [pytest.mark.rabbit, pytest.mark.timeout(180)]


def test_call_reports_an_incident_and_shows_its_tasks(lianfang) -> None:
    code, incident = lianfang("call", "--category", "200100", "--lon", "119.5012", "--lat", "27.4604")
    assert code == 0
    assert incident["region"].startswith("350924100")
    assert "350924.aoyang.command" in {task["team"] for task in incident["tasks"]}


def test_the_same_key_is_the_same_incident_and_another_body_is_refused(lianfang) -> None:
    first = lianfang("call", "--text", "斜滩社区", "--key", "k-1")[1]
    assert lianfang("call", "--text", "斜滩社区", "--key", "k-1")[1]["id"] == first["id"]
    code, told = lianfang("call", "--text", "下党村", "--key", "k-1")
    assert code == 1
    assert "422" in told
    assert told.count("\n") == 1


def test_a_call_log_is_replayed_and_once_more_is_all_repeats(lianfang, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = [f"2025-03-01 08:{minute:02d}:00,FIRE ALARM,119.50{minute % 10},27.46,x" for minute in range(40)]
    log.write_text("\n".join(["time,type,lon,lat,place", *rows, rows[0], "never,FIRE,1,2,x"]) + "\n", "utf-8")
    code, summary = lianfang("replay", log)
    assert code == 0
    assert (summary["accepted"], summary["repeats"], summary["refused"]) == (40, 1, 1)
    again = lianfang("replay", log)[1]
    assert again["accepted"] + again["repeats"] == 41
    assert again["repeats"] >= 1


def test_a_pack_is_derived_from_a_log_and_its_calls_are_placed_by_it(lianfang, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    places = ("HATFIELD", "NORRISTOWN", "LANSDALE")
    rows = [f"2025-03-01 08:{n:02d}:00,FIRE,-75.{n:02d},40.2{n % 10},{places[n % 3]}" for n in range(30)]
    log.write_text("\n".join(["time,type,lon,lat,place", *rows]) + "\n", "utf-8")
    code, summary = lianfang("replay", log, "--derive-pack", tmp_path / "pack")
    assert code == 0, summary
    assert summary["accepted"] == 30
    _, incident = lianfang("call", "--lon", "-75.03", "--lat", "40.23", "--region", "990100")
    assert len(incident["region"]) == 16
    assert incident["region"].startswith("990100")


def test_a_pack_is_imported_again_without_harm(lianfang) -> None:
    from lianfang.runtime.cli.up import SHOUNING

    code, result = lianfang("pack", "import", SHOUNING / "pack")
    assert (code, result["county"]) == (0, "350924")


def test_doctor_finds_the_stack_well_but_for_what_the_tests_bound(lianfang) -> None:
    code, findings = lianfang("doctor")
    bad = {finding["name"]: finding["detail"] for finding in findings if not finding["ok"]}
    assert code == 1
    assert bad.pop("topology") == "; ".join(
        f"unexpected binding {TAP}: queue bound to {exchange} with key '#'; delete it if nobody needs it"
        for exchange in ("lianfang.events", "lianfang.restricted")
    )
    assert bad.keys() <= {"disk", "environment"}
    assert "service incident" in {finding["name"] for finding in findings}


def test_what_was_published_is_sent_once_more(lianfang) -> None:
    lianfang("call", "--text", "斜滩社区")
    code, sent = lianfang("republish", "--since", "1h")
    assert code == 0
    assert sent["incident"] > 0
    assert sent["grid"] > 0


def test_what_no_log_holds_is_sent_once_more_and_what_one_holds_is_not(lianfang, spine) -> None:
    id, at = str(uuid4()), datetime.now(UTC)
    lost = Event(id, "incident.once_lost.v1", "/services/incident", id, at.isoformat(), "350924", {}, sequence=1)
    with closing(open_store(spine.target.store_uri("incident"))) as store:
        store.declare(PUBLISHED)
        store.insert(PUBLISHED.name, record(lost.to_dict(), at.isoformat()))
    for _ in range(2):
        code, _sent = lianfang("republish", "--lacking", "--since", at.isoformat(), "--service", "incident")
        assert code == 0
        assert [each.id for each in read_log(spine.target.bus_uri, at) if each.subject == id] == [id]


def test_reading_a_reporter_leaves_an_intact_audit_chain(lianfang, spine) -> None:
    from lianfang.runtime.operating.client import ServiceClient

    incident = lianfang("call", "--text", "斜滩社区", "--description", "有人打架")[1]
    reader = ServiceClient(spine.target, "incident", ("reporter-data",), region="350924")
    reader.call("GET", f"/v1/incidents/{incident['id']}/reporter")
    code, chains = lianfang("audit", "verify")
    assert code == 0
    assert "incident" in {each["chain"].partition(".")[0] for each in chains}
    assert {(each["rows"] > 0, each["intact"]) for each in chains} == {(True, True)}


def test_bad_calls_are_one_line(lianfang) -> None:
    for arguments in (("--lon", "119"), ("--source", "radio"), ("--priority", "9"), ("--region", "35092")):
        code, told = lianfang("call", *arguments)
        assert code in (1, 2)
        assert told.count("\n") == 1
