"""Of which kinds facts have come: what tells whether an answer of a while ago is still the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable

from services.analytics.domain.facts.fact import Fact

SEALED = "restricted"
"""Stands for every restricted fact, whatever its kind: it takes its subject out of all open figures."""


def kinds_of(facts: Iterable[Fact]) -> frozenset[str]:
    """Return what is to be noted of these facts."""
    return frozenset(kind for fact in facts for kind in ((fact.kind, SEALED) if fact.restricted else (fact.kind,)))


class News:
    """Counts, kind by kind, how often facts came into the base in use; all anew when another base is taken."""

    def __init__(self) -> None:
        self._base = 0
        self._came: Counter[str] = Counter()

    def note(self, kinds: Iterable[str]) -> None:
        """Facts of these kinds have come. To be called once they can be seen."""
        self._came.update(set(kinds))

    def anew(self) -> None:
        """Another base is asked from now on."""
        self._base += 1

    def of(self, kinds: Iterable[str]) -> Hashable:
        """Return what changes as soon as anything of these kinds has changed."""
        return (self._base, self._came[SEALED], *(self._came[kind] for kind in kinds))
