"""A roster as a table: a line for each place, by day; what is open stands there too."""

from __future__ import annotations

import csv
import io
from collections import defaultdict

from services.patrol.domain.rosters.local import day_of
from services.patrol.domain.rosters.problem import Problem, Roster

COLUMNS = ("day", "start", "end", "post", "kind", "slot", "need", "role", "person")
_FORMULA = ("=", "+", "-", "@", "\t")


def table(problem: Problem, roster: Roster) -> str:
    """Return CSV with a header; local times; an empty person is an open place."""
    people = defaultdict(list)
    for place in sorted(roster):
        people[place.slot, place.need].append(place.person)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for slot in sorted(problem.slots, key=lambda slot: (slot.start, slot.id)):
        start, end = slot.start.astimezone(problem.zone), slot.end.astimezone(problem.zone)
        for index, need in enumerate(slot.needs):
            taken = people[slot.id, index]
            for person in [*taken, *[""] * (need.count - len(taken))]:
                writer.writerow(map(_text, (
                    day_of(slot, problem.zone).isoformat(), f"{start:%H:%M}", f"{end:%H:%M}", slot.post, slot.kind,
                    slot.id, str(index), need.role, person,
                )))  # fmt: skip
    return written.getvalue()


def _text(value: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
