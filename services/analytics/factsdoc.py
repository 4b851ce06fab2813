"""Writes docs/facts.md from the declarations: ``python -m services.analytics.factsdoc [--check]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from services.analytics.domain.board.fold import FOLDINGS
from services.analytics.domain.facts.of_event import SILENT, TELLS
from services.analytics.domain.facts.tells import Tells

PAGE = Path(__file__).parents[2] / "docs" / "facts.md"
_CONTEXTS = ("incident", "mediation", "patrol", "grid", "analytics")

_HEAD = """# Facts and the board

Written by `python -m services.analytics.factsdoc` from the declarations that make the facts; a test compares
them.

Every figure is a query over **facts**: narrow rows, each a pure function of one event. The same event gives the
same rows however often and in whatever order it is read; `(event_id, kind, other)` is a row's key. A fact has
`event_id`, `kind`, `at`, `region`, `subject`, `category`, `word`, `team`, `ring`, `value`, `other`,
`restricted` and `sequence`. The tables say from which field of the event's payload ([events.md](events.md)) a
column is taken; a dash is the default: empty text, for `subject` the event's subject, for `at` the event's
time, for `value` 1.

- `region` is the payload's, a grid's code at best, else where the event was told: for the steps of a task, the
  county of its team. Its place, ring and category stand in `task_requested`: join by `subject` and `other`.
- A place may be corrected: the last of `incident_reported` and `place_corrected` of a subject says where it
  was.
- What concerns two counties is told to both, and counted once: at the place.
- `restricted` facts come of restricted events and are counted for supervisors alone. A fact from before a
  dispute was sealed stays as it is.
- Rows are never changed. Where a later fact takes the place of an earlier one, its meaning says so.
"""

_BOARD_HEAD = """
## The board

A board item is the present state of one thing, folded from its events in any order: of each part of it the
event with the highest sequence tells what is, and `as_of` in the body says which one that was. Items that are
over stay, as `gone`, so that a late event can't revive them.

| kind | id | the body has, besides `as_of` and `told_in` |
|---|---|---|
"""

BODIES = {
    "incident": (
        "incident_id",
        "`category`, `duress`, `source`, `priority`, `reported_at`, `alert` (a shop's), `shop`, `region`, "
        "`ring`, `flags`, `counties`, `state`, `state_at`, `outcome`, `closed_at`, `next_due` and "
        "`next_task` (the earliest deadline that runs), `from_region`, `to_region`; `tasks` by id: `team`, "
        "`reason`, `priority`, `capabilities`, `shop`, `acknowledge_by`, `arrive_by`, `state`, `late`, and "
        "`<state>_at` for each state it came to; `units` by id: `state` sent or let_go, `at`, `override`, "
        "`reason`; `missed` by `<task>/<deadline>`: `team`, `due`, `escalated_to`",
    ),
    "unit": (
        "unit",
        "what `patrol.duty_changed` says, and `at`; over while nobody is on duty",
    ),
    "assignment": (
        "`<unit>/<incident>`",
        "`unit`, `incident_id`, `state`, `reason`, `at`; always restricted",
    ),
    "gap": (
        "mark",
        "`mark`, `post`, `unit`, `team`, `region`, `idle_since`, `limit_minutes`, `at`, `reason` once it is closed",
    ),
    "shift": (
        "shift",
        "`roster`, `unit`, `post`, `kind`, `region`, `start`, `end`, `state`, `team`, `minutes` served; "
        "`places` by number: `state` assigned, here, served or open, `person`, `reason`; `asks` by "
        "`<place>/<person>`: `until`, or `answer`",
    ),
    "case": (
        "case_id",
        "`category`, `source`, `state`, `confirmation`, `risk`, `owner`, `round`, `next_due`, `region`, "
        "`sealed`, `at`, `opened_at`, `county`, `incident_id`, `mediator`, `mediator_state`, `points` and "
        "`reasons` of the risk, `body` it was handed to; `alarms` by team: `state`, `at`; `missed` by kind; "
        "`sessions` by id: `start`, `end`, `studio`, `room`, `video`, `state`",
    ),
    "hazard": (
        "hazard",
        "`kind`, `region`, `place`, `team`, `at`, `source`, `found_at`, `due`, `missing`, `state`, `to`, "
        "`overdue_at`, `outcome`, `in_time`, `resolved_at`",
    ),
    "warning": (
        "warning",
        "`region`, `figure`, `category`, `method`, `state`, `since`, `day`, `observed`, `expected`, "
        "`expires`, `at`, `reasons`, `reason` of the dismissal",
    ),
}
"""Kind of item -> its id, and its body in words; a test sees that no kind is missing."""


_TABLE = (
    "| kind | meaning | event | category | word | team | other | subject | at | value |",
    "|---|---|---|---|---|---|---|---|---|---|",
)


def page() -> str:
    """Return the page as Markdown."""
    lines = [_HEAD]
    for context in _CONTEXTS:
        lines += [f"## {context}", "", *_TABLE]
        lines += [_row(type, each) for type, each in _declared() if type.startswith(f"{context}.")]
        lines.append("")
    lines += [
        "## No fact",
        "",
        "These events give none: " + ", ".join(f"`{type}`" for type in sorted(SILENT)) + ".",
    ]
    kinds = dict.fromkeys(each.kind for foldings in FOLDINGS.values() for each in foldings)
    board = "\n".join(f"| {kind} | {BODIES[kind][0]} | {BODIES[kind][1]} |" for kind in kinds)
    return "\n".join(lines) + "\n" + _BOARD_HEAD + board + "\n"


def _declared() -> Iterator[tuple[str, Tells]]:
    for type, told in TELLS.items():
        for each in told:
            yield type, each


def _row(type: str, each: Tells) -> str:
    value = f"{each.value} ({each.unit})" if each.value and each.unit not in ("1", each.value) else each.value
    cells = (each.category, each.word, each.team, each.other, each.subject, each.at, value)
    event = type.removesuffix(".v1").partition(".")[2]
    return f"| `{each.kind}` | {each.means} | {event} | " + " | ".join(cell or "–" for cell in cells) + " |"


def run(target: Path, *, check: bool = False) -> int:
    """Write the page, or with `check` compare it. Return 0, or 1 with one line on stderr."""
    made = page()
    if not check:
        target.write_text(made, encoding="utf-8")
        return 0
    if target.is_file() and target.read_text(encoding="utf-8") == made:
        return 0
    print(f"factsdoc: {target.name} is not what the declarations say: run python -m services.analytics.factsdoc",
          file=sys.stderr)  # fmt: skip
    return 1


if __name__ == "__main__":
    unknown = [each for each in sys.argv[1:] if each != "--check"]
    if unknown:
        print(f"factsdoc: unknown option {unknown[0]}; there is --check", file=sys.stderr)
        sys.exit(2)
    sys.exit(run(PAGE, check="--check" in sys.argv))
