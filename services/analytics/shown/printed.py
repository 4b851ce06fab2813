"""Published numbers as they are printed: −18.18 %, ≥ 98 %, 300+, 58.14 % → 95.24 %; and whether a number is one."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_FORM = re.compile(r"(≥ )?([+−]?)(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d+))?(\+)?( %)?\Z")


def agrees(printed: str, number: float | None) -> bool:
    """Tell whether a number is what is printed, to the precision that is printed.

    "300+" takes 300 to 399, "90+" 90 to 99: from the number to where its first digit changes. Raises ValueError for
    a text that is no number.
    """
    form = _FORM.match(printed)
    if form is None:
        raise ValueError(f"{printed!r} is no printed number; write it like −18.18 %, ≥ 98 %, 300+ or 1,464")
    if number is None:
        return False
    at_least, sign, whole, decimals, more, _ = form.groups()
    told = Decimal(f"{'-' if sign == '−' else ''}{whole.replace(',', '')}.{decimals or 0}")
    if at_least:
        return Decimal(number) >= told
    if more:
        step = Decimal(10) ** (len(whole.replace(",", "")) - 1)
        return told <= Decimal(number) < told + step
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-len(decimals or "")), ROUND_HALF_UP) == told


def shown(number: float | None, decimals: int = 2) -> str:
    """Return a number for people: no zeros behind, thousands apart, a real minus."""
    if number is None:
        return "–"
    text = f"{number:,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")
