"""A roster is about this problem's slots and people, and keeps what was fixed."""

from __future__ import annotations

from collections.abc import Iterator

from services.patrol.domain.rosters.checks.given import Given
from services.patrol.domain.rosters.problem import Violation


def unknown(given: Given) -> Iterator[Violation]:
    """Nobody and nothing that the problem does not know."""
    found = [place for place in given.roster - given.problem.fixed if given.unknown(place) is not None]
    for place in sorted(found):
        text = f"{given.unknown(place)} is not of this problem"
        yield Violation("unknown", text, (place.person,), (place.slot,))


def fixed_kept(given: Given) -> Iterator[Violation]:
    """What stands already stays."""
    for place in sorted(given.problem.fixed - given.roster):
        text = f"{place.person} has place {place.need} of {place.slot} already and must keep it"
        yield Violation("fixed", text, (place.person,), (place.slot,))
