"""Collecting what the checks find, each with the line where the record stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from lianfang.regions.pack.content import Pack
from lianfang.regions.pack.problems import Problem, Report


class Findings:
    """A report in the making over one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.report = Report()

    def error(self, file: str, key: str, what: str, remedy: str = "", *, field: str = "", **more: Any) -> None:
        """Note what forbids the import; `key` is the record's code or id."""
        self.report.errors.append(self._problem(file, key, what, remedy, field, more))

    def warning(self, file: str, key: str, what: str, remedy: str = "", *, field: str = "", **more: Any) -> None:
        """Note what a person should look at."""
        self.report.warnings.append(self._problem(file, key, what, remedy, field, more))

    def unique(self, file: str, keys: Iterable[str], field: str = "id") -> None:
        """Note each key that is given more than once."""
        for key, times in Counter(keys).items():
            if times > 1:
                self.error(file, key, f"{key} is given {times} times", "keep one", field=field)

    def known(
        self, file: str, key: str, field: str, values: Iterable[str], among: Iterable[str], where: str
    ) -> None:
        """Note each value that is not among those that `where` defines."""
        for value in values:
            if value not in among:
                self.error(file, key, f"{value!r} is unknown", f"add it to {where} or correct it", field=field)

    def _problem(self, file: str, key: str, what: str, remedy: str, field: str, more: dict[str, Any]) -> Problem:
        more.setdefault("codes", (key,) if key else ())
        line = self.pack.lines.get((file, key), 0)
        return Problem(file, what, remedy, line=line, field=field, **more)
