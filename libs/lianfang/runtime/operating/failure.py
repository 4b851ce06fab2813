"""Errors that a user can do something about."""

from __future__ import annotations

USAGE, FAILED, INTERRUPTED = 2, 1, 130


class Failure(Exception):
    """What a command could not do: one line naming the thing and the remedy, and the exit code."""

    def __init__(self, text: str, code: int = FAILED) -> None:
        super().__init__(text)
        self.code = code


class BadInput(Failure):
    """An option, argument or file that can't be used; exit code 2."""

    def __init__(self, text: str) -> None:
        super().__init__(text, USAGE)
