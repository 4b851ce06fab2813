"""The numbers of documents, counted on per county, year and kind: each is given once.

A number whose document was never made leaves a gap: a gap can be explained to an auditor, a double number can't.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending, collection
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store

NAME = "document_numbers"


def collections() -> tuple[Collection, ...]:
    """Return what is to be declared."""
    return collection(NAME), archive(NAME)


class DocumentNumbers:
    """The last number of every series."""

    def __init__(self, store: Store, source: str, clock: Callable[[], datetime]) -> None:
        """source: the service's CloudEvents source; a series has no events of its own."""
        self._series: Aggregates[int] = Aggregates(
            store, NAME, source=source, clock=clock, hand_over=_nothing, encode=_as_document, decode=_as_number
        )

    def allot(self, county: str, year: int, kind: str, command_id: str) -> int:
        """Return the next number of the series, from 1; for a command id seen before, the number it got then.

        Durable when it returns. Raises Conflict when too many others count on at once, and StoreUnavailable.
        """
        outcome = self._series.execute(f"{county}:{year}:{kind}", Command(command_id), _count_on)
        number: int = outcome.result
        return number


def _count_on(last: int | None) -> Change[int]:
    number = (last or 0) + 1
    return Change(state=number, result=number)


def _as_document(last: int) -> dict[str, int]:
    return {"last": last}


def _as_number(document: dict[str, int]) -> int:
    return document["last"]


def _nothing(_: Pending) -> None:
    raise AssertionError("a series of numbers has no events")
