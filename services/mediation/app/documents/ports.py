"""What printing asks of the outside, and what it is asked by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class NotPrintable(Exception):
    """The data can't be printed as it is: trying again will not help.

    field: where in the data, dotted (``parties.0.name``), or empty; remedy: what a person can do.
    The message has no personal data in it, at most the single character that no font has: it is kept with the case.
    """

    def __init__(self, field: str, what: str, remedy: str) -> None:
        super().__init__(f"{field}: {what}; {remedy}" if field else f"{what}; {remedy}")
        self.field, self.what, self.remedy = field, what, remedy


class PrintingFailed(Exception):
    """The printing process broke down or took too long: trying again may help."""


Render = Callable[[str, Mapping[str, Any]], bytes]
"""Makes the PDF of a template and its data. Raises NotPrintable, PrintingFailed."""


@dataclass(frozen=True, slots=True)
class Job:
    """One version of one document that is to be printed.

    kind: the template's name. version: from 1. number: as printed, ``寿调协字〔2026〕00012号``.
    sealed_data: a token of the JSON object that is printed, a snapshot of the moment when it was requested.
    """

    case_id: str
    document_id: str
    kind: str
    version: int
    number: str
    sealed_data: str

    @property
    def id(self) -> str:
        """The id of its file."""
        return f"{self.case_id}:{self.document_id}:{self.version}"
