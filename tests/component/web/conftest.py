"""The tiny service of tests.fixtures.http_notes, as a process."""

from tests.fixtures.http_process import fresh_notes, notes

__all__ = ["fresh_notes", "notes"]
