"""Reading reports, and asking for one that no plan makes: of a township, of a time that is past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from lianfang.caller import Caller
from lianfang.regions.codes import BadRegionCode, Level, level_of
from services.analytics.app.reports.compose import Compose
from services.analytics.app.reports.ports import CannotSay, Standing
from services.analytics.app.reports.refused import NoReport, NotYours, Unready
from services.analytics.app.reports.storage import Found, Kept, Reports
from services.analytics.domain.figures.period import BadPeriod, Period
from services.analytics.domain.refused import Refused
from services.analytics.domain.reports.report import KINDS, id_of
from services.analytics.domain.reports.schedule import is_over

ORDERERS = frozenset({"supervisor", "viewer"})
"""Who may ask for a report to be made."""


class ReportDesk:
    """See the module's text. A report has no restricted fact in it, so all readers see the same one."""

    def __init__(self, reports: Reports, compose: Compose, clock: Callable[[], datetime], zone: tzinfo) -> None:
        self._reports, self._compose, self._clock, self._zone = reports, compose, clock, zone

    def order(self, caller: Caller, kind: str, region: str, period: str) -> tuple[Kept, bool]:
        """Return the report of a place and a period that is over, and whether this call made it.

        region: of a township or above. Raises NotYours outside the caller's region, Refused for what can't be asked
        for, Unready, StoreUnavailable.
        """
        chosen = _period(kind, period)
        self._check_region(caller, region)
        there = self._reports.get(id_of(kind, region, chosen.text))
        if there is not None:
            return there, False
        if not is_over(chosen, self._clock(), self._zone):
            raise Refused("not_over", f"{chosen.text} is not over", "ask when it is", field="period")
        if self._compose.figures.standing() is not Standing.CURRENT:  # nobody waits here as a plan does
            raise Unready("The figures are being brought up to date. Ask again in a while.")
        try:
            return self._reports.keep(self._compose(kind, region, chosen)), True
        except CannotSay:
            raise Unready("The figures can't be told now. Ask again in a while.") from None

    def page(self, caller: Caller, kind: str, region: str, limit: int, cursor: str | None) -> Found:
        """Return the caller's reports, latest period first. Raises NotYours, ValueError for a strange cursor."""
        if region:
            self._check_inside(caller, region)
        return self._reports.page(caller.region, kind, region, limit, cursor)

    def read(self, caller: Caller, id: str) -> Kept:
        """Return a report. Raises NoReport, and NotYours for one of another region, which its id tells."""
        kept = self._reports.get(id)
        if kept is None:
            raise NoReport(f"There is no report {id}. GET /v1/reports lists those of your region.")
        self._check_inside(caller, kept.report.region)
        return kept

    def pdf(self, caller: Caller, id: str) -> bytes:
        """Return a report's PDF. Raises NoReport, also while it is not printed; NotYours, DamagedFile."""
        kept = self.read(caller, id)
        pdf = self._reports.pdf(id)
        if pdf is None:
            said = kept.printing.reason or "it is printed within a minute"
            raise NoReport(f"The report has no PDF yet: {said}.")
        return pdf

    def _check_region(self, caller: Caller, region: str) -> None:
        self._check_inside(caller, region)
        try:
            level = level_of(region)
        except BadRegionCode as error:
            raise Refused("no_region", str(error), "give a region's code", field="region") from None
        if level > Level.TOWNSHIP:
            raise Refused(
                "too_small", "a report of less than a township would tell of single people",
                "ask for the township", field="region",
            )  # fmt: skip

    def _check_inside(self, caller: Caller, region: str) -> None:
        if not region.startswith(caller.region):
            raise NotYours(f"Region {region or 'of the whole country'} is outside yours.")


def _period(kind: str, text: str) -> Period:
    try:
        period = Period.parse(text)
    except BadPeriod as error:
        raise Refused("no_period", str(error), "write it so", field="period") from None
    if period.kind != KINDS[kind]:
        raise Refused(
            "other_period", f"a {kind} report is of a {KINDS[kind]}", f"give a {KINDS[kind]}", field="period"
        )
    return period
