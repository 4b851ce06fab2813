"""A rule says no."""

from __future__ import annotations


class Refused(Exception):
    """What a rule does not allow: why, which field of the request is to blame (if one), and what to do instead."""

    def __init__(self, reason: str, message: str, remedy: str = "", *, field: str = "", source: str = "") -> None:
        """reason: a word for programs. message, remedy: a line each for people. source: whose rule it is."""
        super().__init__(message)
        self.reason, self.message, self.remedy, self.field, self.source = reason, message, remedy, field, source
