"""Fields of a form: what may be printed, and how a date reads in a Chinese document."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError, fields

NAME, LINE, PROSE = 100, 500, 20_000
"""The most characters of a name, of a line, of a text with paragraphs."""

_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = dict.fromkeys([0x09, 0xA0, 0x2007, 0x202F], " ") | dict.fromkeys([0x2028, 0x2029], "\n")
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONG_WORD = re.compile(rf"[^\s{_IDEOGRAPHS}]{{25,}}")
"""Between ideographs a line may end; a run of anything else, commas included, would leave the paper."""

_WITH_MARKS = re.compile("(?s:.)[\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef]*")
_BREAK = "\u200b"


class Text(fields.String):
    """A text that is printed as it is: never blank, bounded, of visible characters.

    Invisible joiners, as copied from a chat, are dropped. Characters that turn the direction of writing are
    refused, for they make a text read otherwise than it is stored. A very long word gets places where a line may
    end.
    """

    def __init__(self, longest: int = LINE, *, lines: bool = False, **more: Any) -> None:
        """longest: in characters. lines: whether line breaks may stay; otherwise they become spaces."""
        super().__init__(**{"required": True, **more})
        self._longest, self._lines = longest, lines

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE | _SPACES)
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not self._lines:
            text = " ".join(text.split("\n"))
        if not text:
            raise ValidationError("is empty")
        if len(text) > self._longest:
            raise ValidationError(f"has {len(text)} characters, at most {self._longest} can be printed")
        _check_visible(text)
        return _LONG_WORD.sub(lambda word: _BREAK.join(_WITH_MARKS.findall(word[0])), text)


def _check_visible(text: str) -> None:
    for character in text:
        if unicodedata.bidirectional(character) in _TURNING:
            raise ValidationError(f"has a character that turns the direction of writing (U+{ord(character):04X})")
        if character != "\n" and unicodedata.category(character) in _UNPRINTABLE:
            raise ValidationError(f"has a character that can't be seen (U+{ord(character):04X})")


class Day(fields.Date):
    """A date, RFC 3339 in, ``2026年3月2日`` out."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        return in_words(super()._deserialize(value, attr, data, **more))


class Moment(fields.AwareDateTime):
    """A time, RFC 3339 in, ``2026年3月2日09时30分`` out, on the clock of its own offset."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        when: datetime = super()._deserialize(value, attr, data, **more)
        return f"{in_words(when.date())}{when:%H}时{when:%M}分"


def in_words(day: date) -> str:
    """Return a date as a document writes it (GB/T 9704-2012, 7.3.5.4: Arabic digits, no leading zero)."""
    return f"{day.year}年{day.month}月{day.day}日"
