"""The code (二维码) at a mark: signed, so that nobody who was not there can make one up, and replaced by a number.

Text: ``LFM1:<post>:<mark>:<number>:<signature>``; the signature is a keyed hash under a key derived from the field
keys. A photograph of a sign still works elsewhere: that is what a position, or a new number, is for.
"""

from __future__ import annotations

import hmac
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno

from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending
from lianfang.persistence.blind import BlindKeys
from lianfang.persistence.store import Store
from services.patrol.app.patrols.storage import CODES, SOURCE
from services.patrol.domain.patrols.places import full_id
from services.patrol.domain.refused import Refused

PREFIX = "LFM1"
INFO = b"lianfang patrol mark codes 1"
PIXELS = 8
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Read:
    """A code that is genuine. mark: full id. number: which sign of that mark it is."""

    mark: str
    number: int


class Codes:
    """See the module's text."""

    def __init__(
        self, field_keys: Sequence[str], store: Store, clock: Callable[[], datetime],
        hand_over: Callable[[Pending], None],
    ) -> None:  # fmt: skip
        """field_keys: as the service's, the first signing. Raises ValueError when there is none."""
        self._keys = BlindKeys(field_keys, INFO)
        self._numbers: Aggregates[dict[str, Any]] = Aggregates(
            store, CODES, source=SOURCE, clock=clock, hand_over=hand_over, encode=dict, decode=dict
        )

    def text(self, mark: str) -> str:
        """Return the text of the sign of a mark that is good now."""
        return self._text(mark, self.number(mark))

    def svg(self, mark: str, title: str) -> bytes:
        """Return the sign of a mark as a picture: a QR code with medium error correction, to be printed."""
        picture = io.BytesIO()
        segno.make_qr(self.text(mark), error="m").save(picture, kind="svg", scale=PIXELS, title=title)
        return picture.getvalue()

    def number(self, mark: str) -> int:
        """Return the number of the sign of a mark that is good now, from 1."""
        stored = self._numbers.get(mark)
        return stored.state["number"] if stored else 1

    def renew(self, mark: str, command: Command) -> int:
        """Make all signs of a mark void and return the number of the new one."""

        def decide(state: dict[str, Any] | None) -> Change[dict[str, Any]]:
            number = (state["number"] if state else 1) + 1
            return Change({"number": number}, result=number)

        return int(self._numbers.execute(mark, command, decide).result)

    def read(self, text: str) -> Read:
        """Return what a scanned text says. Raises Refused for a made-up code, and for the sign before the last."""
        prefix, _, rest = text.strip()[:_LONGEST].partition(":")
        words = rest.split(":")
        if prefix != PREFIX or len(words) != 4 or not words[2].isascii() or not words[2].isdecimal():
            raise _refused("bad_code", "this is no code of a mark")
        mark, number = full_id(words[0], words[1]), int(words[2][:9])
        given = words[3].encode()
        if not any(hmac.compare_digest(given, key.encode()) for key in self._keys.keys("mark", mark, str(number))):
            raise _refused("bad_code", "this code was not made here")
        if number != self.number(mark):
            raise _refused("old_code", "this code was replaced by a new one")
        return Read(mark, number)

    def _text(self, mark: str, number: int) -> str:
        return f"{PREFIX}:{mark}:{number}:{self._keys.key('mark', mark, str(number))}"


def _refused(reason: str, message: str) -> Refused:
    return Refused(reason, message, "scan the sign at the mark, or give the position", field="code")
