"""From a template's name and its data to a PDF/A-2b, in memory.

The data goes to the compiler as one text and is read there as JSON, so nothing in it is ever markup. It sees the
templates' folder only. No system file, package or clock has a say in the result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from lianfang.printing.refused import NotPrintable, PrintingFailed

STANDARD: Literal["a-2b"] = "a-2b"
"""PDF/A-2b (ISO 19005-2): made to be kept, all fonts inside; and it refuses a text that no font can show."""

FONTS = {"Noto Serif CJK SC", "Noto Sans CJK SC"}
_NO_FONT = "unknown font family"
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def compiled(template: Path, form: Mapping[str, Any], day: str) -> bytes:
    """Return the PDF of a checked form.

    template: a ``.typ`` file, which sees its own folder. day: ISO date, the PDF's own. Raises NotPrintable for
    characters that no font has, PrintingFailed when the fonts are not there.
    """
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(template), root=str(template.parent), format="pdf", pdf_standards=STANDARD,
            sys_inputs={"form": json.dumps(form, ensure_ascii=False)}, timestamp=_timestamp(day),
        )  # fmt: skip
    except typst.TypstError as error:
        raise _refusal(error, form) from None
    if any(_NO_FONT in warning.message for warning in warnings):
        raise _fonts_missing()
    return bytes(pdf)


def _timestamp(day: str) -> int:
    """The PDF's own date: a day that is given, so that the document can be made again byte by byte."""
    return int(datetime.combine(date.fromisoformat(day), time(), UTC).timestamp())


def _refusal(error: typst.TypstError, form: Mapping[str, Any]) -> Exception:
    missing = _NO_GLYPH.findall(error.diagnostic)
    if not missing:
        return PrintingFailed(f"the template does not compile: {error.message}")
    if FONTS - set(typst.Fonts().families()):
        return _fonts_missing()
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), missing[0])
    named = " ".join(f"U+{ord(character):04X}" for character in text)
    field = next((name for name, value in _texts(form) if text in value), "")
    return NotPrintable(field, f"no font has the character {text!r} ({named})", "write it otherwise")


def _fonts_missing() -> PrintingFailed:
    return PrintingFailed(f"{' or '.join(sorted(FONTS))} is not installed: install Debian's package fonts-noto-cjk")


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in the form with its dotted name."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _texts(item, f"{name}.{place}")
