"""Disputes of these days on the mediation board: new ones, some with a mediator, some that may turn violent."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import yaml

from scenarios.insight.room import Room
from scenarios.shouning.play.actors import COUNTY, OFFICER, REGISTRAR, mediator
from scenarios.shouning.play.reports import Report, case_body, parties_of, read_disputes
from scenarios.shouning.play.stage import SCENARIO

SERVICE = "mediation"
NUMBER = 12
PARTED = {"category": "200301", "relation": "lovers"}
"""The one that turns red."""
SIGNALS = ("extreme_words", "stalking", "threats")
_FOUND = frozenset({"visit", "walk_in", "patrol"})


def disputes(room: Room, first: datetime) -> None:
    """Bring some in from `first` on, and take half of them further."""
    roster = yaml.safe_load((Path(SCENARIO) / SERVICE / "roster.yaml").read_text("utf-8"))
    room.desk.put(SERVICE, f"/v1/roster/{COUNTY}", REGISTRAR, roster)
    found = [each for each in read_disputes() if each["source"] in _FOUND]
    chosen = [each for each in found if each["signals"]][:4] + [each for each in found if not each["signals"]][:8]
    for number, dispute in enumerate(chosen[:NUMBER]):
        room.move(first + timedelta(hours=3 * number))
        report = Report(room.clocks[SERVICE](), dispute["id"], dispute["source"])
        body = case_body(dispute, report, parties_of(dispute)) | (PARTED if number == 0 else {})
        path = f"/v1/cases/{room.desk.post(SERVICE, '/v1/cases', OFFICER, body)['id']}"
        if number == 0:
            room.desk.post(SERVICE, f"{path}/signal", OFFICER, {"signals": SIGNALS})
        if number % 3 == 2:
            continue
        room.desk.post(SERVICE, f"{path}/triage", OFFICER, {"mode": "people"})
        best = room.desk.get(SERVICE, f"{path}/suggestions", OFFICER)["suggested"]
        if not best:
            continue
        who = best[0]["mediator"]
        room.desk.post(SERVICE, f"{path}/consent", OFFICER, {"sides": ["a", "b"]})
        room.desk.post(SERVICE, f"{path}/assign", OFFICER, {"mediator": who})
        if number % 3 == 1:
            room.desk.post(SERVICE, f"{path}/accept", mediator(who), {})
