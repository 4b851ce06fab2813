"""The wired service on a real bus: warnings, reviews, scorecards and reports out of events, read over HTTP."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import requests

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_log
from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from lianfang.person_ids import person_id
from lianfang.runtime.children import until
from scenarios.clock import ZONE, Clock
from tests.fixtures.analytics_events import event
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.packs import COUNTY, GRIDS, WEST, small_pack
from tests.fixtures.registry import release
from tests.integration.analytics.conftest import account_of

pytestmark = [pytest.mark.rabbit, pytest.mark.timeout(180)]
LAST = date(2026, 11, 19)
DAYS = 112
ELSEWHERE = "350924"
DAILY = f"daily.{COUNTY}.{LAST}"


def at(day: date, hour: float = 12.0) -> datetime:
    return datetime.combine(day, time(), ZONE) + timedelta(hours=hour)


def incident(number: int, day: date, category: str = "200302", *, closed: str = "") -> list[Event]:
    """Somebody calls at noon; `closed`: the outcome an hour later."""
    grid = GRIDS[number % 2]

    def told(name: str, sequence: int, hour: float, **more: str) -> Event:
        type = f"incident.{name}.v1"
        data = {**contract_of(type).example, "category": category, **more}
        return replace(event(type, data, grid, sequence, f"i-{number}"), time=at(day, hour).isoformat())

    called = told("reported", 1, 12, source="call", region=grid)
    return [called, told("closed", 2, 13, outcome=closed)] if closed else [called]


def history() -> Iterator[Event]:
    """The registry, a call every fourth day, twelve in the last three, and two burglaries, one of them none."""
    for kind, data in release(small_pack()):
        name = "release_page" if kind == "page" else "release_published"
        yield Event(
            str(uuid.uuid4()), f"grid.{name}.v1", "/services/grid", COUNTY, at(LAST).isoformat(), COUNTY, data
        )
    for number in range(0, DAYS - 3, 4):
        yield from incident(number, LAST - timedelta(days=DAYS - 1 - number))
    for number in range(12):
        yield from incident(1_000 + number, LAST - timedelta(days=number % 3))
    yield from incident(2_000, LAST, "100401", closed="handled")
    yield from incident(2_002, LAST, "100401", closed="false_alarm")


@dataclass
class Room:
    """The service and its clock."""

    service: HttpProcess
    clock: Clock
    bus: str

    def send(self, method: str, path: str, role: str = "viewer", body: Any = None, **who: str) -> requests.Response:
        headers = self.service.headers(role, **{"region": COUNTY, "subject": f"a-{role}", **who})
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        return requests.request(method, f"{self.service.url}/v1{path}", headers=headers, json=body, timeout=30)

    def get(self, path: str, role: str = "viewer", **who: str) -> Any:
        answer = self.send("GET", path, role, **who)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def do(self, path: str, role: str, body: Any = None, **who: str) -> Any:
        answer = self.send("POST", path, role, body, **who)
        assert answer.ok, answer.text
        return answer.json()

    def in_log(self, type: str, stream: str = LOG) -> list[Event]:
        """The events of a type that left for the bus, as soon as there are any."""
        found: list[Event] = []

        def there() -> bool:
            found[:] = [each for each in read_log(self.bus, stream=stream) if each.type == type]
            return bool(found)

        assert until(there, 60, 0.2), f"no {type}"
        return found


@pytest.fixture(scope="module")
def room(broker, tmp_path_factory) -> Iterator[Room]:
    """It is 07:33 on the day after: the daily run is over, the brief is due."""
    vhost, folder = broker.new_vhost(), tmp_path_factory.mktemp("whole")
    clock = Clock(folder / "clock", at(LAST, 4))
    process = HttpProcess(
        folder / "service", "tests.fixtures.analytics_clocked_service", CLOCK=str(folder / "clock"),
        LIANFANG_BUS_URI=account_of(vhost), LIANFANG_ANALYTICS_DIR=str(folder / "facts"),
        LIANFANG_PUBLISH_TIMEOUT="10",
    )  # fmt: skip
    made = Room(process.start(), clock, vhost.amqp_uri)
    try:
        events = list(history())
        publisher = ConfirmedPublisher(vhost.amqp_uri, timeout_s=30)
        publisher.start()
        publisher.publish([outgoing(event) for event in events])
        publisher.stop()
        assert until(lambda: _counted(made) == len(events), 60, 0.1), "not counted"
        assert until(lambda: COUNTY in made.get("/registry")["releases"], 60, 0.1), "no registry"
        clock.move(at(LAST, 4.2))  # still before the daily run of the day before
        process.wait_for("reports are planned")
        clock.move(at(LAST + timedelta(days=1), 4.55))
        assert until(lambda: made.get("/forecasts")["items"], 60, 0.2), "no run"  # which is the last of its work
        clock.move(at(LAST + timedelta(days=1), 7.55))
        yield made
    finally:
        process.stop()
        broker.delete_vhost(vhost.vhost)


def _counted(room: Room) -> int:
    answer = room.send("GET", "/projection", "operator")
    return sum(answer.json()["places"].values()) if answer.ok else 0


def test_a_rise_in_the_log_becomes_warnings_on_the_bus_and_one_is_dismissed_with_a_reason(room):
    found = {each["method"]: each for each in room.get("/warnings?limit=100")["items"] if not each["category"]}
    one = found["cusum"]
    assert one["observed"] >= 12 > 3 * one["expected"]
    assert {reason["word"] for reason in one["reasons"]} >= {"mean", "statistic", "limit", "run_length"}
    assert "通常" in one["said"]["zh"]
    assert one["id"] in {each.data["warning"] for each in room.in_log("analytics.warning_raised.v1")}
    path = f"/warnings/{one['id']}/dismiss"
    assert room.send("POST", path, "viewer", {"reason": "handled"}).status_code == 403
    assert room.send("POST", path, "dispatcher", {"reason": "handled"}, region=ELSEWHERE).status_code == 403
    done = room.do(path, "dispatcher", {"reason": "single_cause"})
    assert (done["state"], done["because"], done["by"]) == ("dismissed", "single_cause", "a-dispatcher")
    (left,) = room.in_log("analytics.warning_dismissed.v1")
    assert (left.data["warning"], left.data["reason"]) == (one["id"], "single_cause")


def test_forecasts_can_be_read_with_their_score_in_words(room):
    found = room.get("/forecasts?figure=incident_reported")
    assert found["items"][0]["start"] == str(LAST + timedelta(days=1))
    assert "scored" in found["items"][0]["said"]["en"]
    assert "评分" in found["record"]["said"]["zh"]


def test_a_burglary_that_was_one_opens_a_review_that_only_supervisors_hear_of(room):
    assert until(lambda: room.get("/reviews", "supervisor")["items"], 60, 0.2)
    (review,) = room.get("/reviews", "supervisor")["items"]
    assert (review["trigger"], review["incident"]["subject"]) == ("preventable_crime", "i-2000")
    (left,) = room.in_log("analytics.review_opened.v1", RESTRICTED_LOG)
    assert left.restricted
    assert left.data["earlier_incidents"] >= 12
    whole = room.get(f"/reviews/{review['id']}", "supervisor")
    assert whole["picture"]["rows"][0]["event_id"].startswith("incident.reported.v1/")
    assert room.send("GET", "/reviews", "viewer").status_code == 403
    assert room.send("GET", f"/reviews/{review['id']}", "supervisor", region=ELSEWHERE).status_code == 404


def test_a_scorecard_is_made_published_appealed_and_put_right(room):
    unit, me = f"{COUNTY}.left.community", person_id("a-member")
    round = room.do("/scorecards/rounds", "supervisor", {
        "county": COUNTY, "period": "2026-10", "target_fen": 10_000, "civilisation_fen": 5_000,
        "units": [{"id": unit, "region": WEST, "people": 1}], "people": [{"id": me, "unit": unit}],
        "given": [{"subject": me, "measure": "familiarity", "value": 50},
                  {"subject": unit, "measure": "satisfaction", "value": 95}],
    })  # fmt: skip
    path = f"/scorecards/rounds/{round['id']}"
    assert room.get("/scorecards/mine", "member")["items"] == []
    room.do(f"{path}/publish", "supervisor")
    (mine,) = room.get("/scorecards/mine", "member")["items"]
    card = f"/scorecards/cards/{mine['id']}"
    opened = room.do(f"{card}/appeal", "member", {"reason": "wrong_count", "measures": ["familiarity"]})
    assert opened["appeal"]["state"] == "open"
    before = room.get(f"{path}/budget", "supervisor")
    done = room.do(f"{card}/uphold", "supervisor", {"why": "counted_again", "values": {"familiarity": 90}})
    after = room.get(f"{path}/budget", "supervisor")
    assert done["appeal"]["state"] == "upheld"
    assert done["result"]["score"] > mine["result"]["score"]
    assert (before["pool"], before["base"]) == (15_000, 15_000)
    assert after["paid"] >= before["paid"]
    assert after["balance"] == after["pool"] - after["paid"]
    assert room.send("GET", f"{path}/budget", "viewer").status_code == 403
    assert room.send("GET", path, "supervisor", region=ELSEWHERE).status_code == 404


def test_the_daily_brief_is_issued_by_its_timer_and_read_in_every_form(room):
    assert until(lambda: room.send("GET", f"/reports/{DAILY}/pdf").ok, 60, 0.3)
    page = room.send("GET", f"/reports/{DAILY}/page?lang=zh")
    assert "每日简报" in page.content.decode()
    assert "<script" not in page.text
    rows = csv.DictReader(io.StringIO(room.send("GET", f"/reports/{DAILY}/csv").content.decode("utf-8-sig")))
    figures = {row["figure"]: row for row in rows if not row["part"]}
    assert float(figures["incidents_reported"]["value"]) == 6  # four of the rise, two burglaries
    assert float(figures["crime_incidents"]["value"]) == 2
    pdf = room.send("GET", f"/reports/{DAILY}/pdf").content
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid" in pdf
    assert b"NotoS" in pdf


@pytest.mark.parametrize("form", ["", "/page", "/csv", "/pdf"])
def test_a_report_is_for_readers_of_its_region(room, form):
    assert until(lambda: room.send("GET", f"/reports/{DAILY}").ok, 60, 0.3)
    assert room.send("GET", f"/reports/{DAILY}{form}", region=ELSEWHERE).status_code == 403
    assert room.send("GET", f"/reports/{DAILY}{form}", "team").status_code == 403
    assert room.send("GET", f"/reports/daily.{COUNTY}.2020-01-01{form}").status_code == 404


def test_bad_rules_are_told_with_field_and_remedy_and_change_nothing(room):
    before = room.get(f"/policies/{COUNTY}")["version"]
    wrong = {"units": {"measures": {"satisfaction": {"weight": "heavy"}}}, "grades": {"good": {"at_least": 95}}}
    answer = room.send("PUT", f"/policies/{COUNTY}", "registry", {"policy": wrong})
    assert answer.status_code == 422
    said = {each["field"]: each["remedy"] for each in answer.json()["errors"]}
    assert set(said) == {"policy.units.measures.satisfaction.weight", "policy.grades.good"}
    assert all(said.values())
    assert room.get(f"/policies/{COUNTY}")["version"] == before
