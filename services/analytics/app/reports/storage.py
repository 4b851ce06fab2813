"""Where reports, their PDFs and the plans of the next ones lie."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cattrs.preconf.json import make_converter

from lianfang.persistence.aggregate import Aggregates, Pending, collection
from lianfang.persistence.handled import archive
from lianfang.persistence.store import (
    AlreadyExists,
    Collection,
    Condition,
    Conflict,
    Document,
    Eq,
    Index,
    Range,
    Store,
)
from lianfang.regions.codes import upwards
from services.analytics.domain.reports.report import Report
from services.analytics.domain.reports.schedule import Plan

REPORTS, FILES, PLANS = "reports", "report_files", "report_plans"
SOURCE = "/services/analytics"
MAX_BYTES = 8 * 1024 * 1024
"""Of a PDF; MongoDB takes documents of 16 MB."""

TO_PRINT, PRINTED, NOT_PRINTED = "pending", "made", "failed"
_json = make_converter()


class DamagedFile(Exception):
    """What is stored is not what was made: the hash differs."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How far a report's PDF is. state: pending, made or failed. reason: why it failed or is late."""

    state: str
    attempts: int = 0
    reason: str = ""
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as it is stored, and its PDF."""

    report: Report
    printing: Printing
    revision: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of reports."""

    reports: tuple[Kept, ...]
    cursor: str | None


def collections() -> tuple[Collection, ...]:
    """Declare where they lie. seen_from: every region from which it is seen. print_at: when to print it next."""
    reports = Collection(REPORTS, (
        Index("seen_from", "seen_from", many=True), Index("kind", "kind"), Index("region", "region"),
        Index("last", "last"), Index("print_at", "print_at"),
    ))  # fmt: skip
    return reports, Collection(FILES), collection(PLANS), archive(PLANS)


def plans(store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]) -> Aggregates[Plan]:
    """Return the runner over plans; each is due when its next report is. They have no events."""

    def encode(plan: Plan) -> dict[str, str]:
        return {"kind": plan.kind, "region": plan.region, "period": plan.period}

    def decode(data: dict[str, str]) -> Plan:
        return Plan(**data)

    return Aggregates(store, PLANS, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


class Reports:
    """All reports that were made; the id says kind, place and period, so there is one of each."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, report: Report) -> Kept:
        """Store a report, once: the one that is there already stays and is returned. Raises StoreUnavailable."""
        document: Document = {
            "id": report.id, "kind": report.kind, "region": report.region, "last": report.days.last.isoformat(),
            "seen_from": upwards(report.region), "report": _json.unstructure(report),
            "printing": _json.unstructure(Printing(TO_PRINT)), "print_at": report.made_at.isoformat(),
        }  # fmt: skip
        try:
            return _kept(self._store.insert(REPORTS, document))
        except AlreadyExists:  # another replica, or this one before it was killed
            there = self.get(report.id)
            if there is None:
                raise
            return there

    def get(self, id: str) -> Kept | None:
        """Return a report, None when there is none."""
        document = self._store.get(REPORTS, id)
        return None if document is None else _kept(document)

    def page(self, seen_from: str, kind: str, region: str, limit: int, cursor: str | None) -> Found:
        """Return reports, the latest period first. kind, region: only these, "" for all.

        Raises ValueError for a cursor of another list.
        """
        where: list[Condition] = [Eq("seen_from", seen_from)]
        where += [Eq("kind", kind)] if kind else []
        where += [Eq("region", region)] if region else []
        found = self._store.find(REPORTS, *where, sort="last", descending=True, limit=limit, cursor=cursor)
        return Found(tuple(map(_kept, found.documents)), found.cursor)

    def to_print(self, now: datetime, at_once: int) -> tuple[Kept, ...]:
        """Return reports whose PDF is to be made now, those that wait longest first."""
        due = Range("print_at", high=now.isoformat())
        return tuple(map(_kept, self._store.find(REPORTS, due, sort="print_at", limit=at_once).documents))

    def printed(self, kept: Kept, pdf: bytes, template: str) -> Printing:
        """Store the PDF of a report, once, and note it. Raises ValueError for one that is too large."""
        if len(pdf) > MAX_BYTES:
            raise ValueError(f"the PDF has {len(pdf)} bytes, more than {MAX_BYTES}")
        file: Document = {
            "id": kept.report.id, "sha256": hashlib.sha256(pdf).hexdigest(), "size": len(pdf), "template": template,
            "pdf": base64.b64encode(pdf).decode("ascii"),
        }  # fmt: skip
        try:
            self._store.insert(FILES, file)
        except AlreadyExists:  # the first one stays
            file = self._store.get(FILES, kept.report.id) or file
        done = Printing(PRINTED, kept.printing.attempts, "", str(file["sha256"]), int(file["size"]))
        self._note(kept, done, None)
        return done

    def not_printed(self, kept: Kept, reason: str, again: datetime | None) -> None:
        """Note that printing did not work. again: when to try next, None: never."""
        state = TO_PRINT if again else NOT_PRINTED
        self._note(kept, Printing(state, kept.printing.attempts + 1, reason), again)

    def pdf(self, id: str) -> bytes | None:
        """Return the PDF of a report, None when it is not made. Raises DamagedFile."""
        file = self._store.get(FILES, id)
        if file is None:
            return None
        pdf = base64.b64decode(file["pdf"])
        if hashlib.sha256(pdf).hexdigest() != file["sha256"]:
            raise DamagedFile(f"the PDF of report {id} is not the one that was made: its SHA-256 differs")
        return pdf

    def _note(self, kept: Kept, printing: Printing, again: datetime | None) -> None:
        document = self._store.get(REPORTS, kept.report.id)
        if document is None or document["revision"] != kept.revision:
            return  # another replica noted it
        document |= {
            "printing": _json.unstructure(printing), "print_at": again.isoformat() if again else None,
        }  # fmt: skip
        try:
            self._store.replace(REPORTS, document, kept.revision)
        except Conflict:
            return


def _kept(document: Document) -> Kept:
    read: Any = _json.structure
    return Kept(read(document["report"], Report), read(document["printing"], Printing), document["revision"])
