"""A district that joins late catches up from the log, and gets only what it may see."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from lianfang.runtime.cli import app
from lianfang_district import Subscriber
from tests.e2e.counties import HASTY
from tests.e2e.listening import Ear
from tests.e2e.spine import SEAT
from tests.fixtures.packs import GRIDS

pytestmark = pytest.mark.rabbit


def lianfang(home, *arguments):
    """Run the command against the stack and return what it says to a machine."""
    done = CliRunner().invoke(app, [*arguments, "--json"], env={"LIANFANG_HOME": str(home)})
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_late_district_catches_up_on_its_own_only(spine, home):
    since = datetime.now(UTC).isoformat()
    own = spine.report(category="300100", place={"grid": GRIDS[2]}, region=HASTY)
    spine.report(category="300100", place=SEAT)
    complaint = spine.report(category="950100", place={"grid": GRIDS[2]}, region=HASTY)
    spine.tap.wait(lambda tap: tap.once(complaint["id"]))
    spine.teams.wait_for_requests(own["id"], (task["team"] for task in own["tasks"]))
    credentials = lianfang(home, "district", "add", HASTY)
    replayed = lianfang(home, "district", "replay", HASTY, "--since", since)
    assert replayed["events"] >= 1 + len(own["tasks"])
    with Ear(Subscriber(credentials["uri"])) as late:
        late.wait_for(type="incident.reported.v1", incident_id=own["id"])
        late.wait(lambda ear: len(ear.heard(type="incident.task_requested.v1", incident_id=own["id"])) >= 2)
        heard = late.heard()
    assert all(event.region.startswith(HASTY) for event in heard), "nobody else's"
    assert complaint["id"] not in {event.data.get("incident_id") for event in heard}, "nothing restricted"
    assert len({event.id for event in heard}) == len(heard), "no event twice"
    seen = {event.id for event in heard}
    assert {event.id for event in spine.tap.once(own["id"], "incident.reported.v1")} <= seen
