"""The page's modules that need no browser, tried with the test runner of the Node that Playwright brings along."""

import json
import os
import subprocess
from pathlib import Path
from typing import get_args

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

HERE = Path(__file__).parent
PAGE = Path(__file__).parents[4] / "services/analytics/page"
NODE = Path(playwright.__file__).parent / "driver/node"


def test_the_pages_modules_keep_their_promises():
    wanted = {kind: list(words) for kind, words in WANTED.items()}
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
