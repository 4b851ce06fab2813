"""Which of an aggregate's events have come: a set of numbers, kept as its last and the ranges that lack.

The result depends on the numbers alone, not on their order or repetition.
"""

from __future__ import annotations

from services.analytics.app.ports import Range, Seen


def see(seen: Seen, number: int) -> Seen:
    """Return what has come once `number` has, too. Numbers begin at 1; 0 and less say nothing."""
    if number <= 0:
        return seen
    if number > seen.last:
        lacking = ((seen.last + 1, number - 1),) if number > seen.last + 1 else ()
        return Seen(number, seen.missing + lacking)
    for place, (first, last) in enumerate(seen.missing):
        if first <= number <= last:
            rest = _without(first, last, number)
            return Seen(seen.last, seen.missing[:place] + rest + seen.missing[place + 1 :])
    return seen


def _without(first: int, last: int, number: int) -> tuple[Range, ...]:
    return tuple(rest for rest in ((first, number - 1), (number + 1, last)) if rest[0] <= rest[1])
