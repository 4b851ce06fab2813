"""A bounded child that says, line by line, how far it is.

The request is given whole on the standard input, JSON; each line of the standard output is a JSON object. Nobody
waits in the operating system for it, so an event loop goes on beside it. The child binds itself (`bound_self`), and
takes SIGTERM as the wish that it end with the best it has.
"""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from signal import SIGKILL, SIGTERM
from subprocess import PIPE
from typing import IO, Any

from lianfang.runtime.bounded_child import bounded_child, overran

LONGEST_LINE = 256 * 1024**2
_READ, _TOLD, _LAST_S = 256 * 1024, 4000, 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """The child is gone. reason: why, if not in good order; else empty."""

    reason: str = ""


@contextmanager
def talking_child(module: str, request: Iterable[str]) -> Iterator[TalkingChild]:
    """Start ``python -m module`` and give it the pieces of a request; leaving the ``with`` ends it."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as complaints:
        for piece in request:
            stdin.write(piece.encode())
        stdin.seek(0)
        with bounded_child(module, stdin=stdin, stdout=PIPE, stderr=complaints) as process:
            yield TalkingChild(process, complaints)


class TalkingChild:
    """See the module's text."""

    def __init__(self, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
        self._process, self._complaints = process, complaints
        self._pieces: list[bytes] = []
        self._held = 0
        self._lines: list[bytes] = []
        self._killed = False

    def hear(self, timeout_s: float) -> Mapping[str, Any] | Ended | None:
        """Return the next thing it says, None when it says nothing for so long, Ended when it is gone.

        Lines that are no JSON objects are passed over: libraries print what they like.
        """
        if not self._lines and not self._read(timeout_s):
            return self._ended()
        while self._lines:
            line = self._lines.pop(0)
            try:
                said = json.loads(line)
            except ValueError:
                said = None
            if isinstance(said, dict):
                return said
            _log.debug("a child said something else: %r", line[:200])
        return None

    def stop(self) -> None:
        """Ask it to end with the best it has."""
        self._signal(SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self._killed = True
        self._signal(SIGKILL)

    def _signal(self, number: int) -> None:
        if self._process.poll() is None:
            self._process.send_signal(number)

    def _read(self, timeout_s: float) -> bool:
        """Read what is there; False at the end."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        ready, _, _ = select.select([pipe], [], [], timeout_s)
        if not ready:
            return True
        piece = os.read(pipe, _READ)
        *whole, rest = piece.split(b"\n")
        for end in whole:
            self._lines.append(b"".join([*self._pieces, end]))
            self._pieces, self._held = [], 0
        self._pieces.append(rest)
        self._held += len(rest)
        if self._held > LONGEST_LINE:
            self.kill()
        return bool(piece)

    def _ended(self) -> Ended:
        try:
            code = self._process.wait(_LAST_S)
        except subprocess.TimeoutExpired:  # it closed its output and goes on
            self.kill()
            code = self._process.wait()
        if code == 0:
            return Ended()
        self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, self._complaints.tell() - _TOLD))
        told = self._complaints.read().decode(errors="replace")
        _log.warning("a child ended with %s and said at last:\n%s", code, told)
        if overran(code) and not self._killed:
            return Ended("it was ended from outside, or used more processor time than it may")
        return Ended(f"it ended by signal {-code}" if code < 0 else f"it ended with exit code {code}")
