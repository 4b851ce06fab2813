"""A store with the reports' collections, a clock, and figures at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from lianfang.persistence.sqlite.adapter import SqliteStore
from services.analytics.app.reports import storage
from services.analytics.app.reports.compose import Compose
from services.analytics.app.reports.desk import ReportDesk
from services.analytics.app.reports.issue import IssueDue
from services.analytics.app.reports.print_pending import PrintPending
from services.analytics.app.reports.storage import Kept, Reports, plans
from services.analytics.printing.forms import form_of
from tests.fixtures.analytics_reports import ZONE, KnownFigures, KnownNames, contents
from tests.fixtures.clock import Clock


@dataclass
class Office:
    """One replica's use cases are made by `replica()`; all share the store."""

    store: SqliteStore
    clock: Clock
    figures: KnownFigures

    @property
    def reports(self) -> Reports:
        return Reports(self.store)

    @property
    def compose(self) -> Compose:
        return Compose(self.figures, contents(), KnownNames({"350924": "寿宁县", "theft": "盗窃"}), self.clock)

    def replica(self) -> IssueDue:
        return IssueDue(plans(self.store, self.clock, print), self.reports, self.compose, self.clock, ZONE)

    def desk(self) -> ReportDesk:
        return ReportDesk(self.reports, self.compose, self.clock, ZONE)

    def printer(self, render: Callable) -> PrintPending:
        return PrintPending(self.reports, render, lambda report: form_of(report, ZONE), self.clock, "t1")

    def made(self) -> list[Kept]:
        return list(self.reports.page("", "", "", 200, None).reports)

    def ids(self) -> list[str]:
        return sorted(each.report.id for each in self.made())


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    store = SqliteStore(tmp_path / "store.db")
    store.declare(*storage.collections())
    yield Office(store, Clock(datetime(2026, 11, 20, 4, 0, tzinfo=UTC)), KnownFigures())
    store.close()
