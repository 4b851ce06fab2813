"""Why there is no PDF, and the port of use cases that need one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class NotPrintable(Exception):
    """The data can't be printed as it is: trying again will not help.

    field: where in the data, dotted (``parties.0.name``), or empty; remedy: what a person can do.
    The message has no personal data in it, at most the single character that no font has: it may be kept.
    """

    def __init__(self, field: str, what: str, remedy: str) -> None:
        super().__init__(f"{field}: {what}; {remedy}" if field else f"{what}; {remedy}")
        self.field, self.what, self.remedy = field, what, remedy


class PrintingFailed(Exception):
    """The printing process broke down or took too long: trying again may help."""


Render = Callable[[str, Mapping[str, Any]], bytes]
"""Makes the PDF of a template and its data. Raises NotPrintable, PrintingFailed."""
