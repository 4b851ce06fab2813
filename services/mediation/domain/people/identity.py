"""What a person is stated to be, in one form however it was written.

Records differ in full and half width, spaces, hyphens, country prefixes and the age of the id number. What is
stated but can't be right is left out and flagged, never guessed: a wrong id number must not speak for or against
anyone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.mediation.domain.people import id_number

_MIDDLE_DOTS = re.compile(r"[·•・‧．.∙]")
_DATE = re.compile(r"(\d{4})(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?)?[年月]?")
_UNSAID = {"", "无", "不详", "不明", "未知", "暂无", "none", "unknown", "null", "n/a"}
_VILLAGE, _TOWNSHIP = 12, 9


class Flag(StrEnum):
    """Why a stated value was left out or should be looked at."""

    ID_NUMBER = "id_number is not valid by GB 11643 and was ignored"
    PHONE = "phone is no number of 5 to 12 digits and was ignored"
    BIRTH_DATE = "birth_date is no date YYYY, YYYY-MM or YYYY-MM-DD and was ignored"
    BIRTH_DATE_DIFFERS = "birth_date is not the one in the id_number, which was taken instead"
    VILLAGE = "village is no region code of a township or village and was ignored"
    OTHER_NAME = "name is not the one that this id_number is known under: look at both records"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a record says of a person. All but the name may be empty.

    birth_date: ISO 8601, also only ``YYYY`` or ``YYYY-MM``. village: region code (GB/T 10114) of 9 or 12 digits; a
    grid's code counts for its village. household, workplace: free text.
    """

    name: str
    id_number: str = ""
    phone: str = ""
    birth_date: str = ""
    village: str = ""
    household: str = ""
    workplace: str = ""


@dataclass(frozen=True, slots=True)
class Tidied:
    """A statement in its one form, and what was wrong with it."""

    stated: Stated
    flags: tuple[Flag, ...] = ()


def tidy(stated: Stated) -> Tidied:
    """Bring a statement into its one form. Tidying twice changes nothing. Raises ValueError without a name."""
    name = _name(stated.name)
    if name in _UNSAID:
        raise ValueError("name: a person needs a name; write what the record calls them")
    flags: list[Flag] = []

    def read(text: str, reader: Callable[[str], str | None], flag: Flag) -> str:
        value = _plain(text)
        if value.lower() in _UNSAID:
            return ""
        found = reader(value)
        if found is None:
            flags.append(flag)
        return found or ""

    number = read(stated.id_number, id_number.canonical, Flag.ID_NUMBER)
    born = read(stated.birth_date, _birth_date, Flag.BIRTH_DATE)
    if number:
        told = id_number.birth_date(number)
        if not told.startswith(born):
            flags.append(Flag.BIRTH_DATE_DIFFERS)
        born = told
    tidied = replace(
        stated, name=name, id_number=number, birth_date=born,
        phone=read(stated.phone, _phone, Flag.PHONE), village=read(stated.village, _village, Flag.VILLAGE),
        household=_text(stated.household), workplace=_text(stated.workplace),
    )  # fmt: skip
    return Tidied(tidied, tuple(flags))


def _plain(text: str) -> str:
    """Full width to half width (NFKC), without blanks and control characters."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c.isprintable())
    return unicodedata.normalize("NFKC", kept)


def _name(text: str) -> str:
    return _MIDDLE_DOTS.sub("·", _plain(text)).casefold()


def _text(text: str) -> str:
    plain = _plain(text).casefold()
    return "" if plain in _UNSAID else "".join(c for c in plain if c.isalnum())


def _phone(text: str) -> str | None:
    digits = re.sub(r"[-()+]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        return None
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 11:
            digits = digits.removeprefix(prefix)
    return digits if 5 <= len(digits) <= 12 else None


def _birth_date(text: str) -> str | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]


def _village(text: str) -> str | None:
    known = text.isascii() and text.isdigit() and len(text) in (_TOWNSHIP, _VILLAGE, 16)
    return text[:_VILLAGE] if known else None
