"""``python -m scenarios.shouning.play``: plays the disputes on a private stack and prints the books."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lianfang.messaging.management import ManagementError
from lianfang.regions.pack import PackError
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.stack_plan import StackError
from scenarios.clock import ZONE
from scenarios.shouning.play.desk import Refusal
from scenarios.shouning.play.hearing import NotHeard
from scenarios.shouning.play.reports import read_disputes
from scenarios.shouning.play.run import Stuck, play
from scenarios.shouning.play.show import table
from scenarios.shouning.play.stage import stage

_EXPECTED = (Failure, ManagementError, NotHeard, PackError, Refusal, StackError, Stuck)


def main() -> int:
    """Play and return 0 when the books balance."""
    wanted = argparse.ArgumentParser(prog="python -m scenarios.shouning.play", description="Play 寿宁's disputes.")
    wanted.add_argument("--limit", type=int, help="only so many of the 387, spread over the time")
    wanted.add_argument("--json", action="store_true", help="print the books as JSON on standard output")
    said = wanted.parse_args()
    console = Console(file=sys.stderr, highlight=False)
    disputes = read_disputes(said.limit)
    columns = (TextColumn("disputes over"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[day]}"))
    progress = Progress(*columns, TimeElapsedColumn(), console=console, transient=True)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="play-") as home,
            stage(Path(home), disputes[0], console.print) as it,
            progress,
        ):
            bar = progress.add_task("", total=len(disputes), day="")

            def on_day(now: datetime, over: int) -> None:
                progress.update(bar, completed=over, day=f"{now.astimezone(ZONE):%Y-%m-%d}")

            played = play(it.target, it.clock, disputes, on_day)
    except _EXPECTED as failure:
        print(f"play: {failure}", file=sys.stderr)
        return 1
    console.print(table(played.books))
    if said.json:
        print(json.dumps(played.books.to_dict(), ensure_ascii=False))
    return 0 if played.books.balanced else 1


if __name__ == "__main__":
    sys.exit(main())
