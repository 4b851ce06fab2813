"""A refusal: what can't be done, why, by which rule, and what to do instead."""

from __future__ import annotations


class Refused(Exception):
    """Raised by a decision; nothing is written.

    reason: a word for programs. message, remedy: for people. field: of the order, where one is to blame.
    source: the law or policy that asks for it.
    """

    def __init__(self, reason: str, message: str, remedy: str = "", *, field: str = "", source: str = "") -> None:
        super().__init__(f"{message}{f' ({source})' if source else ''}")
        self.reason, self.message, self.remedy = reason, message, remedy
        self.field, self.source = field, source
