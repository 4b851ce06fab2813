"""`lianfang doctor`: what is wrong here, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import typer

from lianfang.runtime.cli.output import Json, emit, say
from lianfang.runtime.doctor import examine
from lianfang.runtime.operating.target import home
from lianfang.runtime.provision import differences
from lianfang.runtime.stack_plan import StackPlan


def doctor(json_: Json = False) -> None:
    """Examine this machine and the running stack; exit code 1 when something is wrong."""
    found = examine(home(), StackPlan.from_environment(), differences, datetime.now(UTC))
    if json_:
        emit([asdict(finding) for finding in found])
    for finding in () if json_ else found:
        say(f"{'ok ' if finding.ok else 'BAD'} {finding.name}: {finding.detail}")
        if finding.remedy:
            say(f"    do: {finding.remedy}")
    if not all(finding.ok for finding in found):
        raise typer.Exit(1)
