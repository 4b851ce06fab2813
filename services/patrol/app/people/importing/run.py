"""One import, from the file's first byte to its report."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import IO

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, Pending
from lianfang.persistence.store import Store
from services.patrol.app.people.codec import Kept
from services.patrol.app.people.importing import runs
from services.patrol.app.people.importing.columns import Columns, read_header
from services.patrol.app.people.importing.problems import BadFile, RowProblem
from services.patrol.app.people.importing.recognise import Recognise
from services.patrol.app.people.importing.rows import read_row
from services.patrol.app.people.importing.runs import Report
from services.patrol.app.people.importing.take import Planned, Take
from services.patrol.app.people.importing.text import RawRow, encoding_of, rows_of
from services.patrol.app.people.registering import Registering
from services.patrol.app.people.storage import SOURCE, Storing

BATCH, TOLD_EVERY, MOST_ROWS = 500, 5000, 500_000
_STEPS = uuid.UUID("1f0be3c4-6d5c-5f3b-9d0a-55f1f4b8a7e9")


class NoImport(Exception):
    """There is no such import."""


class ImportPeople:
    """See the module's text."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None],
        people: Aggregates[Kept], storing: Storing, registering: Registering,
    ) -> None:  # fmt: skip
        self._runs = runs.aggregates(store, clock, hand_over, SOURCE)
        self._claims = registering.claims
        self._take = Take(people, storing, registering)

    def get(self, id: str) -> Report:
        """Return an import's report, or how far it is. Raises NoImport."""
        found = self._runs.get(id)
        if found is None:
            raise NoImport("There is no such import.")
        return found.state

    def __call__(
        self, file: IO[bytes], size: int, county: str, command: Command, *, dry_run: bool = False,
        whole: bool = False,
    ) -> Report:  # fmt: skip
        """Put the people of a file in and return the report. The command's id is the import's.

        dry_run: only the report is made. whole: nothing is put in when a row is bad; by default the good ones are.
        What a crash left undone is done by importing again: what is there already is not changed. A repeat of a
        finished command returns its report. Raises ReusedId, StoreUnavailable.
        """
        report = Report(command.id, county, dry_run, whole, size=size)
        asked = replace(command, body_hash=f"{command.body_hash}/{county}/{dry_run}/{whole}")
        begun = self._note(report, asked, "begin")
        if begun.state != "running":
            return begun
        try:
            self._import(file, report, command)
        except BadFile as bad:
            report.state, report.errors = "refused", bad.problems
        report.read = size
        return self._note(report, asked, "end")

    def _import(self, file: IO[bytes], report: Report, command: Command) -> None:
        report.encoding = encoding_of(file)
        columns = self._columns(file, report)
        if report.dry_run or report.whole:
            self._go(file, columns, report, command, write=False)
        refused = report.whole and report.bad > 0
        if not report.dry_run and not refused:
            report.rows = report.new = report.changed = report.unchanged = 0
            self._go(file, columns, report, command, write=True)
        report.state = "refused" if refused and not report.dry_run else "done"

    def _columns(self, file: IO[bytes], report: Report) -> Columns:
        header = next(rows_of(file, report.encoding), RawRow(1, []))
        if header.problem:
            raise BadFile([RowProblem(header.line, "", "the header is no CSV", 'look for a stray "')])
        columns = read_header(header.line, header.cells)
        report.ignored = list(columns.ignored)
        return columns

    def _go(self, file: IO[bytes], columns: Columns, report: Report, command: Command, *, write: bool) -> None:
        batch: list[Planned] = []
        for each in self._planned(file, columns, report):
            batch.append(each)
            if len(batch) == BATCH:
                report.read = file.tell()
                self._finish(batch, report, command, write)
                batch = []
        self._finish(batch, report, command, write)

    def _planned(self, file: IO[bytes], columns: Columns, report: Report) -> Iterator[Planned]:
        recognise = Recognise(self._claims)
        rows = rows_of(file, report.encoding)
        next(rows, None)  # the header
        for raw in rows:
            report.rows += 1
            if report.rows > MOST_ROWS:
                report.wrong(
                    [RowProblem(raw.line, "", f"there are more than {MOST_ROWS} rows", "send the rest apart")]
                )
                return
            found = self._judged(raw, columns, report.county, recognise)
            if isinstance(found, Planned):
                yield found
            else:
                report.wrong(found)

    def _judged(
        self, raw: RawRow, columns: Columns, county: str, recognise: Recognise
    ) -> Planned | list[RowProblem]:
        if raw.problem:
            return [RowProblem(raw.line, "", "the row is no CSV: quotes do not match", 'write " within text as ""')]
        row = read_row(raw.line, raw.cells, columns, county)
        if isinstance(row, list):
            return row
        who = recognise(row)
        planned = who if isinstance(who, RowProblem) else self._take.plan(who)
        return [planned] if isinstance(planned, RowProblem) else planned

    def _finish(self, batch: list[Planned], report: Report, command: Command, write: bool) -> None:
        lost = self._take.write(batch, command) if write and batch else []
        for problem in lost:
            report.wrong([problem])
        without = {problem.line for problem in lost}
        for each in batch:
            if each.who.row.line in without:
                continue
            if each.new:
                report.new += 1
            elif each.writes:
                report.changed += 1
            else:
                report.unchanged += 1
        if report.rows // TOLD_EVERY != (report.rows - len(batch)) // TOLD_EVERY:
            self._note(report, command, f"{'write' if write else 'look'}/{report.rows}")
        time.sleep(0)  # lets other requests of the process go on

    def _note(self, report: Report, command: Command, step: str) -> Report:
        """Store the report as it is now; return what is stored, which is an older one after a crash or a repeat."""
        ended = step == "end" and report.state == "done" and not report.dry_run
        own = replace(command, id=str(uuid.uuid5(_STEPS, f"{command.id}/{step}")))

        def decide(before: Report | None) -> Change[Report]:
            if before is not None and before.state != "running":
                return Change(None)
            return Change(report, [_imported(report)] if ended else [], keys={"county": report.county})

        self._runs.execute(report.id, own, decide)
        return self.get(report.id)


def _imported(report: Report) -> NewEvent:
    counts = {name: getattr(report, name) for name in ("new", "changed", "unchanged", "bad")}
    data = {"county": report.county, "import": report.id, **counts}
    return NewEvent("patrol.people_imported.v1", data, report.county)
