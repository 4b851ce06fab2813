"""What may stand in a span: ids. Senders choose some of them, so their form is checked before they are let in."""

from __future__ import annotations

import re

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z")
_WORD = re.compile(r"[A-Za-z0-9._:-]{1,128}\Z")
_PERSON = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])")
"""Mobile numbers (11 digits from 13 to 19) and numbers of identity cards (18 or, before 1999, 15 places)."""


def uuid_or_nothing(text: str) -> str:
    """Return `text` when it is a UUID, else nothing: an id that a sender may choose freely is not shown."""
    return text if _UUID.match(text) else ""


def word_or_nothing(text: str) -> str:
    """Return `text` when it is an id of plain characters that looks like no person's number, else nothing."""
    if _UUID.match(text):
        return text
    return text if _WORD.match(text) and not _PERSON.search(text) else ""


def present(**attributes: str) -> dict[str, str]:
    """Return the attributes that have a value, `__` in their names standing for a dot."""
    return {name.replace("__", "."): value for name, value in attributes.items() if value}
