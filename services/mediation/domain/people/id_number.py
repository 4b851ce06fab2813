"""The citizen's id number (公民身份号码, GB 11643-1999), and the fifteen digits it had before (GB 11643-1989)."""

from __future__ import annotations

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def canonical(text: str) -> str | None:
    """Return the number in eighteen characters, or None when it is none.

    Valid is: six digits of a region, a date of birth that exists, three digits, and the check digit of ISO 7064
    MOD 11-2, which notices any one wrong digit and any two exchanged neighbours. A number of fifteen digits, as old
    records hold, becomes the one of eighteen that its bearer was given later: the century 19 and the check digit.
    """
    number = text.upper()
    if len(number) == 15 and _digits(number):
        number = number[:6] + "19" + number[6:]
        number += check_digit(number)
    if len(number) != 18 or not _digits(number[:17]) or number[0] == "0":
        return None
    return number if number[17] == check_digit(number[:17]) and _is_date(number[6:14]) else None


def check_digit(seventeen: str) -> str:
    """Return the eighteenth character for the first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, seventeen, strict=True))
    return _CHECK[total % 11]


def birth_date(number: str) -> str:
    """Return the date of birth (ISO 8601) that a canonical number holds."""
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_date(text: str) -> bool:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True
