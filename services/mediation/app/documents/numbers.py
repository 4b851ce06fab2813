"""The numbers of documents, counted on per county, year and kind: each is given once.

A number whose document was never made leaves a gap: a gap can be explained to an auditor, a double number can't.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from datetime import datetime

from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending, collection
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store

NAME = "document_numbers"
_PARTS = {"county", "year", "number"}


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


class NumberForms:
    """How a number is written, by kind of document: policy data, ``{county}调协字〔{year}〕{number:05d}号``."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        """Raises ValueError for a form without year or number, or with anything else in braces."""
        for kind, form in forms.items():
            names = {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}
            if not {"year", "number"} <= names <= _PARTS:
                raise ValueError(
                    f"the number form of {kind} has {sorted(names)} in braces: year and number are needed, "
                    "county is allowed"
                )
        self._forms = dict(forms)

    def text(self, kind: str, county: str, year: int, number: int) -> str:
        """Return the number as it is printed. county: its short name (寿). Raises KeyError for an unknown kind."""
        return self._forms[kind].format(county=county, year=year, number=number)


def _count_on(last: int | None) -> Change[int]:
    number = (last or 0) + 1
    return Change(state=number, result=number)


def _as_document(last: int) -> dict[str, int]:
    return {"last": last}


def _as_number(document: dict[str, int]) -> int:
    return document["last"]


def _nothing(_: Pending) -> None:
    raise AssertionError("a series of numbers has no events")
