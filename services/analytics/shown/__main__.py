"""Writes docs/figures-shown.md from the scenarios: ``python -m services.analytics.shown [--check]``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lianfang.runtime.history.make import history
from lianfang.runtime.history.plan import read_plan
from services.analytics.shown.compute import Result, as_of, figures_of, results
from services.analytics.shown.page import document
from services.analytics.shown.published import read_published

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "figures-shown.md"
SEED = 1
TITLES = {"shouning": "寿宁 (350924)", "nanchang": "南昌 (西湖 360103)", "taining": "泰宁 (350429)"}


def shown_of(scenario: str, seed: int = SEED) -> tuple[int, list[Result]]:
    """Return how many events a scenario's history has, and what its published results come to."""
    folder = ROOT / "scenarios" / scenario
    plan = read_plan(folder / "history.yaml")
    events = history(plan, seed)
    with (
        tempfile.TemporaryDirectory(prefix="lianfang-shown-") as place,
        figures_of(events, Path(place), as_of(plan)) as figures,
    ):
        return len(events), results(read_published(folder / "published.yaml"), figures, plan)


def run(page: Path, scenarios: dict[str, tuple[int, Sequence[Result]]], *, check: bool = False) -> int:
    """Write the page, or with `check` compare it. Return 0, or 1 when something is not as it should be."""
    made = document(scenarios)
    wrong = [
        f"{title}, {each.published.what}: {each.published.printed} was published, computed is {each.numbers}"
        for title, (_, found) in scenarios.items() for each in found if each.change and not each.agrees
    ]  # fmt: skip
    if not check:
        page.write_text(made, encoding="utf-8")
    elif not page.is_file() or page.read_text(encoding="utf-8") != made:
        wrong.append(f"{page.name} is not what the histories come to: run python -m services.analytics.shown")
    for line in wrong:
        print(f"figures: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    unknown = [each for each in sys.argv[1:] if each != "--check"]
    if unknown:
        print(f"figures: unknown option {unknown[0]}; there is --check", file=sys.stderr)
        sys.exit(2)
    sys.exit(run(PAGE, {title: shown_of(name) for name, title in TITLES.items()}, check="--check" in sys.argv))
