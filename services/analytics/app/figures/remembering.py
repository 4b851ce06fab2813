"""Counted numbers kept for as long as they hold, so that a page that is looked at again asks for what is new only.

A number depends on the facts of its figure's kinds, on what is asked, and, while a period goes on, on the clock: a
fact that lies ahead, as a deadline does, counts once its time has come. So it is kept until a fact of one of the
kinds arrives, or the next that is ahead comes due. What is kept is what counting anew would give, never a guess.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from services.analytics.app.figures.counting import WHOLE, Query, count
from services.analytics.app.figures.scope import AT, Scope, marks, moment
from services.analytics.domain.figures.figure import Selection
from services.analytics.domain.figures.value import Counted

MOST = 4_000
"""Answers kept; the one that was not asked for the longest time goes first."""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Answer:
    """news: of the kinds, before it was counted. end: up to where; until: the same for any end up to here."""

    news: Hashable
    end: datetime
    counted: Mapping[str, Counted]
    until: datetime | None = None


class Remembering:
    """`counting.count` with a memory. news: returns what changes when anything of these kinds has changed."""

    def __init__(self, news: Callable[[Sequence[str]], Hashable], most: int = MOST) -> None:
        self._news, self._most = news, most
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()

    def count(self, query: Query, selection: Selection, scope: Scope, key: str = WHOLE) -> dict[str, Counted]:
        """Return the selection's number by key, counted now or before. Raises what `query` raises."""
        asked = (selection, replace(scope, end=_NEVER), key)
        kinds = (*scope.kinds, selection.moved_by) if selection.moved_by else scope.kinds
        news = self._news(kinds)
        known = self._answers.get(asked)
        if known is None or known.news != news or not _covers(known, query, scope.end, kinds):
            known = _Answer(news, scope.end, count(query, selection, scope, key))
            self._answers[asked] = known
        if asked in self._answers:
            self._answers.move_to_end(asked)
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return dict(known.counted)


def _covers(known: _Answer, query: Query, end: datetime, kinds: Sequence[str]) -> bool:
    """Tell whether no fact lies between the end it was counted up to and the one that is asked for now."""
    if end <= known.end:
        return end == known.end
    if known.until is None:
        known.until = _next_ahead(query, known.end, kinds)
    return end <= known.until


def _next_ahead(query: Query, end: datetime, kinds: Sequence[str]) -> datetime:
    sql = f"SELECT epoch_us(min({AT})) FROM facts WHERE {AT} >= ? AND kind IN ({marks(kinds)})"  # noqa: S608
    ahead = query(sql, [moment(end), *kinds])[0][0]
    return _NEVER if ahead is None else datetime.fromtimestamp(ahead // 1_000_000, UTC)
