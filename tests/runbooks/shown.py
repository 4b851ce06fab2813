"""``python -m tests.runbooks.shown``: docs/runbooks-shown.md, from what the last passed run of each test said."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from lianfang.runtime import broker_programs

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "runbooks-shown.md"
_KEPT = ROOT / "var" / "runbooks"
_HEAD = """# Runbooks, done

Each line was said by a test of `make runbooks` that did what the page tells, on real services and a real broker,
while reports flowed, and that passed. A test types the commands that stand on the page: they cannot drift apart.
Losing broker nodes and their majority is shown for itself ([3.10](cluster-shown.md), [4.0](cluster-shown-4.md)).
"""


def keep(report: pytest.TestReport) -> None:
    """Keep what a passed test has said, with the seconds it took and the broker it ran on."""
    lines = [str(line) for name, line in report.user_properties if name == "shown"]
    if not lines:
        return
    file, _, test = report.nodeid.partition("::")
    told = {
        "runbook": Path(file).stem.removeprefix("test_").replace("_", "-"),
        "test": test,
        "rabbitmq": ".".join(map(str, broker_programs.version() or ())),
        "seconds": round(report.duration),
        "lines": lines,
    }
    _KEPT.mkdir(parents=True, exist_ok=True)
    name = "".join(each if each.isalnum() else "-" for each in test)
    (_KEPT / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def page() -> str:
    """Return the page of all that is kept; a heading for each runbook."""
    kept = [json.loads(each.read_text("utf-8")) for each in sorted(_KEPT.glob("*.json"))]
    kept.sort(key=lambda told: (told["runbook"], told["test"]))
    parts = [_HEAD]
    for runbook, tests in groupby(kept, key=lambda told: told["runbook"]):
        parts.append(f"\n## [{runbook}](runbooks/{runbook}.md)\n")
        parts += [_told(each) for each in tests]
    return "".join(parts)


def _told(told: dict[str, Any]) -> str:
    lines = "\n".join(told["lines"])
    name = told["test"].partition("[")[0].removeprefix("test_").replace("_", " ")
    return f"\n**{name}** (RabbitMQ {told['rabbitmq']}, {told['seconds']} s)\n\n```\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
