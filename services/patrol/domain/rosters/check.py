"""The checker: every hard rule that a roster breaks, in words. It knows nothing of any solver.

Fixed assignments and the past are facts: what they alone break is not held against a roster; what a new
assignment breaks, alone or together with them, is. So a total counts when it exceeds both the limit and what was
fixed, and a run of days when some of its days beyond the limit are new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from services.patrol.domain.rosters.checks import fitness, known, places, succession, totals
from services.patrol.domain.rosters.checks.given import Given
from services.patrol.domain.rosters.problem import Problem, Roster, Violation

RULES: tuple[Callable[[Given], Iterator[Violation]], ...] = (
    known.unknown,
    known.fixed_kept,
    fitness.fit,
    places.counts,
    places.together,
    places.accompanied,
    succession.one_place,
    succession.runs,
    totals.most,
    totals.least,
)
WORDS = (
    "unknown", "fixed", "force", "skill", "group", "away", "longest", "count", "required", "together",
    "accompanied", "twice", "overlap", "rest", "most_days", "most_nights", "most_minutes", "most_turns",
    "most_weekends", "week_minutes", "min_minutes",
)  # fmt: skip
"""The words a violation's `rule` may be."""


def check(problem: Problem, roster: Roster) -> list[Violation]:
    """Return every rule the roster breaks; an empty list says that it may be published.

    Raises ValueError when two slots or two workers of the problem share an id.
    """
    given = Given(problem, roster)
    return [violation for rule in RULES for violation in rule(given)]
