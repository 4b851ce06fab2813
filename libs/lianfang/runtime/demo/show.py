"""The demonstration for people: progress while it runs, and what the books say."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lianfang.runtime.demo.day import read_day
from lianfang.runtime.demo.run import Options, Outcome, run_demo
from lianfang.runtime.operating.loading import Say
from lianfang.runtime.operating.target import Target

_SHOWN = 10


def show_demo(target: Target, options: Options, say: Say) -> Outcome:
    """Run the demonstration with a progress bar on standard error and print the books there; return them."""
    console = Console(file=sys.stderr, highlight=False, soft_wrap=True)
    total = len(read_day(options.scenario, options.limit))
    columns = (TextColumn("reports"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("reports", total=total)
        outcome = run_demo(target, options, say, lambda _: progress.advance(task))
    for line in lines(outcome):
        console.print(line, markup=False)
    return outcome


def lines(outcome: Outcome) -> list[str]:
    """Return the books as lines for people."""
    it, summary = outcome.balance, outcome.summary
    told = [
        "",
        f"{it.accepted} reports accepted, {summary.refused} refused, {summary.per_second:.0f} a second",
        f"{it.tasks_expected} tasks expected by the rules, {it.tasks_delivered} delivered to their teams",
        f"{it.lost} lost, {it.duplicated} doubled in effect, {it.misrouted} at teams that were not expected",
        f"{it.redelivered} raw redeliveries (dropped by id), {it.escalated} escalations",
        f"{it.acknowledged} tasks acknowledged over the bus; {sum(outcome.commands_refused.values())} refused",
        f"accepted → received by the district: p50 {it.p50_ms:g} ms, p99 {it.p99_ms:g} ms",
    ]
    told += [f"lost: incident {incident} for {team}" for incident, team in outcome.missing[:_SHOWN]]
    told += [f"not expected: incident {incident} at {team}" for incident, team in outcome.strays[:_SHOWN]]
    told += [f"refused: {why} ({count})" for why, count in summary.reasons.most_common(_SHOWN)]
    told += [f"command refused: {why} ({count})" for why, count in outcome.commands_refused.most_common(_SHOWN)]
    return [*told, "THE BOOKS BALANCE" if outcome.good else "THE BOOKS DO NOT BALANCE"]
