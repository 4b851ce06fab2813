"""The demo's roster of today: published once for each unit with posts, and shown on the board."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from lianfang.runtime.cli.up import DUTY, SHOUNING
from lianfang.runtime.operating import tonight
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.duty import load_duty
from tests.e2e.spine import Spine

pytestmark = [pytest.mark.rabbit, pytest.mark.timeout(180)]
COUNTY = "350924"
UNIT = f"{COUNTY}.aoyang.command"


@pytest.fixture
def one_room(tmp_path: Path) -> Path:
    """The scenario's folder with one of its four command rooms: planning one is enough here."""
    whole = yaml.safe_load((SHOUNING / DUTY / "posts.yaml").read_text("utf-8"))
    posts = [post for post in whole["posts"] if post["unit"] == UNIT]
    (tmp_path / "posts.yaml").write_text(yaml.safe_dump({**whole, "posts": posts}, allow_unicode=True), "utf-8")
    head, *rows = (SHOUNING / DUTY / "people.csv").read_text("utf-8").splitlines()
    people = [head, *(row for row in rows if UNIT in row)]
    (tmp_path / "people.csv").write_text("\n".join(people) + "\n", "utf-8")
    return tmp_path


def test_a_command_room_has_people_tonight_and_once_only(spine: Spine, one_room: Path) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    load_duty(spine.target, one_room, COUNTY, lambda _line: None)
    units = tonight.publish_today(spine.target, COUNTY, today)
    assert units == [UNIT]
    assert tonight.publish_today(spine.target, COUNTY, today) == units
    patrol = ServiceClient(spine.target, "patrol", ("viewer",), region=COUNTY)
    rosters = patrol.call("GET", f"/v1/rosters?county={COUNTY}")["items"]
    assert [(each["unit"], each["state"], each["open_count"]) for each in rosters] == [(UNIT, "published", 0)]
    room = ServiceClient(spine.target, "analytics", ("viewer",), region=COUNTY)
    deadline = time.monotonic() + 30
    while not (shifts := _shifts(room)):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert [(each["body"]["unit"], len(each["body"]["places"])) for each in shifts] == [(UNIT, 5)]


def _shifts(room: ServiceClient) -> list[dict]:
    return [each for each in room.call("GET", "/v1/board")["items"] if each["kind"] == "shift"]
