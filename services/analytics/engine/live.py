"""The base that everybody asks: whichever generation is in use at the moment, or none yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ParamSpec, Protocol, TypeVar

from services.analytics.app.ports import Added, Batch, Changed, ItemKey, NotReady, Origin, Seen
from services.analytics.app.projection.news import News, kinds_of
from services.analytics.domain.board.item import BoardItem
from services.analytics.engine.duck import DuckBase

P = ParamSpec("P")
T = TypeVar("T")


class Beside(Protocol):
    """Gives a function back such that a long call of it holds nobody up."""

    def __call__(self, function: Callable[P, T], /) -> Callable[P, T]:
        """See the class."""


def at_once(function: Callable[P, T], /) -> Callable[P, T]:
    """Give a function back as it is."""
    return function


class LiveBase:
    """The Base port over the current generation; calls run beside the event loop. Raises NotReady without one.

    news: of which kinds facts have come.
    """

    def __init__(self, beside: Beside = at_once) -> None:
        self._beside = beside
        self._base: DuckBase | None = None
        self.news = News()

    @property
    def base(self) -> DuckBase:
        """The current generation's base. Raises NotReady."""
        if self._base is None:
            raise NotReady("this process does not hold the files of facts yet")
        return self._base

    def use(self, base: DuckBase | None) -> None:
        """Ask this one from now on."""
        self._base = base
        self.news.anew()

    def _ask(self, question: Callable[[DuckBase], T]) -> T:
        base = self.base
        try:
            return self._beside(question)(base)
        except NotReady:
            if self.base is base:
                raise
            return self._beside(question)(self.base)  # swapped in the meantime

    def add(self, batch: Batch) -> Added:
        """See the port."""
        added = self._beside(self.base.add)(batch)
        self.news.note(kinds_of(batch.facts))
        return added

    def offset(self, stream: str) -> int | None:
        """See the port."""
        return self._ask(lambda base: base.offset(stream))

    def items(self, keys: Iterable[ItemKey]) -> dict[ItemKey, BoardItem]:
        """See the port."""
        wanted = list(keys)
        return self._ask(lambda base: base.items(wanted))

    def seen(self, origins: Iterable[Origin]) -> dict[Origin, Seen]:
        """See the port."""
        wanted = list(origins)
        return self._ask(lambda base: base.seen(wanted))

    def changed(self, after: int, regions: Sequence[str], limit: int, *, restricted: bool = False) -> list[Changed]:
        """See the port."""
        return self._ask(lambda base: base.changed(after, regions, limit, restricted=restricted))

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """See the port."""
        return self._ask(lambda base: base.query(sql, params))

    def close(self) -> None:
        """See the port."""
        if self._base is not None:
            self._base.close()
            self._base = None
