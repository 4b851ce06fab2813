"""``python -m scenarios.cluster``: five services on three nodes under faults, into docs/cluster-shown.md.

On RabbitMQ 4 it is docs/cluster-shown-4.md: each version has its own page.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from scenarios.cluster.play import Options, Run, play
from scenarios.cluster.shown import books, page, table

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "shouning"
SHOWN, SHOWN_4 = ROOT / "docs" / "cluster-shown.md", ROOT / "docs" / "cluster-shown-4.md"
_MOST = 10


def main(arguments: list[str]) -> int:
    """Run it; return 0 when the books balance. The last line on standard output is the result as JSON."""
    options, shown = _options(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cluster-") as home:
        run = play(Path(home), SCENARIO, options, say)
    for line in (*table(run), "", *books(run), *_wrong(run)):
        say(line)
    if run.good:
        own = SHOWN if run.version.startswith("3.") else SHOWN_4
        (shown or own).write_text(page(run), encoding="utf-8")
    seconds = round(time.monotonic() - began)
    print(json.dumps({**run.to_dict(), "seconds": seconds}))
    return 0 if run.good else 1


def _options(arguments: list[str]) -> tuple[Options, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m scenarios.cluster", description=__doc__)
    parser.add_argument("--per-second", type=float, default=3.0, help="reports in a second")
    parser.add_argument("--tick", type=int, default=8, help="net_ticktime, in seconds")
    parser.add_argument("--services", default="", help="comma separated; all unless named (grid, incident needed)")
    parser.add_argument("--leave-out", default="", help="comma separated acts: frozen,frozen_back for example")
    parser.add_argument("--page", type=Path, help="the file it is shown in when the books balance")
    given = parser.parse_args(arguments)
    return Options(given.per_second, given.tick, _words(given.services), _words(given.leave_out)), given.page


def _words(text: str) -> tuple[str, ...]:
    return tuple(each for each in text.split(",") if each)


def _wrong(run: Run) -> list[str]:
    return [
        *(f"lost: incident {incident} for {team}" for incident, team in run.missing[:_MOST]),
        *(f"in no log: incident {incident}, {act} + {at:g} s" for incident, act, at in run.not_in_log[:_MOST]),
        *(f"not expected: incident {incident} at {team}" for incident, team in run.strays[:_MOST]),
        *(f"refused: {why} ({count})" for why, count in run.summary.reasons.most_common(_MOST)),
        *(f"command refused: {why} ({count})" for why, count in run.commands_refused.most_common(_MOST)),
    ]


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
