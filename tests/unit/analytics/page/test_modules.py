"""The page's modules that need no browser, tried with the test runner of the Node that Playwright brings along."""

import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import playwright

from lianfang.contracts.incident.fields import SOURCES, STATES
from lianfang.contracts.incident.tasks import REQUEST_REASONS
from lianfang.contracts.mediation.fields import COLOURS
from lianfang.contracts.mediation.fields import SOURCES as CASE_SOURCES
from lianfang.contracts.mediation.fields import STATES as CASE_STATES
from lianfang.contracts.patrol.board import STATES as UNIT_STATES
from services.analytics.domain.compare.change import REMARKS
from services.analytics.domain.figures.figure import SPLITS, TOPICS
from services.analytics.domain.figures.value import NOTES
from services.analytics.domain.reviews.review import FINDINGS
from services.analytics.domain.warnings.warning import BECAUSE
from services.analytics.domain.warnings.words import MEANINGS
from services.incident.domain.duty import Unit
from services.incident.domain.recommend import Asked, recommend
from services.incident.domain.task import State
from services.patrol.domain.posts.post import KINDS
from services.patrol.domain.shifts.shift import PlaceState
from services.patrol.domain.shifts.shift import State as ShiftState

WANTED = {
    "state": [*STATES, *get_args(State), *CASE_STATES, *UNIT_STATES, *get_args(ShiftState)],
    "source": [*SOURCES, *CASE_SOURCES], "reason": REQUEST_REASONS, "risk": COLOURS, "place": get_args(PlaceState),
    "post": KINDS, "topic": TOPICS, "by": SPLITS, "note": NOTES, "remark": REMARKS, "because": BECAUSE,
    "because_of": MEANINGS, "finding": FINDINGS,
}  # fmt: skip
"""Words that services tell, by the kind under which the page translates them."""

T = datetime(2026, 3, 1, 12, tzinfo=UTC)
CAR = Unit(
    "350924.aoyang.car-1", "350924", "350924", "available", 1, team="350924.aoyang.case", lon=119.5, lat=27.4,
    mode="car", capabilities=("case", "patrol"), people={"officer": 1}, until=T + timedelta(hours=1),
)  # fmt: skip
CHANGES: list[dict[str, Any]] = [
    {}, {"until": None}, {"state": "unavailable"}, {"mode": "fixed"}, {"people": {}}, {"load": 1}, {"load": 2},
    {"capabilities": ("community",)}, {"mode": "foot", "lat": 27.5}, {"lat": None}, {"county": "350925"},
    {"id": "350924.left.car-1", "team": ""}, {"state": "conditional"}, {"team": "350924.aoyang.other"},
    {"state": "conditional", "reason": "low_priority_task"},
    *({"state": "conditional", "reason": why} for why in ("short_of_people", "task_may_be_left")),
    *({"state": "unavailable", "reason": why} for why in ("not_arrived", "off_duty", "on_scene")),
]  # fmt: skip
"""What makes every reason there is."""
UNITS = [replace(CAR, **each) for each in CHANGES]


def advice() -> list[str]:
    """Return all reasons that a recommendation may give."""
    asked = Asked(
        frozenset({"case"}), frozenset({"350924.aoyang.case"}), "350924", "350924.aoyang", emergency=True,
        community_alone=False, lon=119.5, lat=27.4, ring=1, limit_s=60,
    )  # fmt: skip
    both = [asked, replace(asked, ring=None)]
    return sorted({why for each in both for one in recommend(each, UNITS, T) for why in one.why})


HERE = Path(__file__).parent
PAGE = Path(__file__).parents[4] / "services/analytics/page"
NODE = Path(playwright.__file__).parent / "driver/node"


def test_the_pages_modules_keep_their_promises():
    wanted = {kind: list(words) for kind, words in WANTED.items()} | {"advice": advice()}
    done = subprocess.run(
        [str(NODE), "--test", "--test-reporter=tap", str(HERE / "page.test.mjs")], check=False, capture_output=True,
        text=True, timeout=60, env={**os.environ, "PAGE": str(PAGE), "WANTED": json.dumps(wanted)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "# pass 0" not in done.stdout


def test_the_page_reads_no_markup_and_fetches_nothing_from_elsewhere():
    for path in PAGE.rglob("*"):
        if path.suffix in {".js", ".html", ".css"}:
            text = path.read_text()
            for banned in (
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "https://",
                "@import",
            ):
                assert banned not in text, (path.name, banned)
            assert "http://" not in text.replace("http://www.w3.org/2000/svg", ""), path.name
