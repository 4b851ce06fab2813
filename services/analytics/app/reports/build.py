"""All use cases of reports, put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from lianfang.printing.refused import Render
from services.analytics.app.reports import contents
from services.analytics.app.reports.compose import Compose
from services.analytics.app.reports.desk import ReportDesk
from services.analytics.app.reports.issue import IssueDue
from services.analytics.app.reports.ports import Figures, Names
from services.analytics.app.reports.print_pending import FormOf, PrintPending
from services.analytics.app.reports.storage import Reports, plans


@dataclass(frozen=True, slots=True)
class Printer:
    """How reports are printed. template: the version of the templates."""

    render: Render
    form_of: FormOf
    template: str


@dataclass(frozen=True, slots=True)
class ReportUses:
    """See the module's text. zone: of the times that reports tell."""

    desk: ReportDesk
    issue_due: IssueDue
    print_pending: PrintPending
    zone: tzinfo


def report_uses(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], *, figures: Figures,
    names: Names, printer: Printer, zone: tzinfo,
) -> ReportUses:  # fmt: skip
    """Build them; `storage.collections()` must be declared.

    Raises NotValid when the contents name a figure that the catalogue does not have.
    """
    compose = Compose(figures, contents.load(figures), names, clock)
    reports = Reports(store)
    return ReportUses(
        ReportDesk(reports, compose, clock, zone),
        IssueDue(plans(store, clock, hand_over), reports, compose, clock, zone),
        PrintPending(reports, printer.render, printer.form_of, clock, printer.template),
        zone,
    )
