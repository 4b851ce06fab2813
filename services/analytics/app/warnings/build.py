"""Putting early warning together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from services.analytics.app.ports import Base
from services.analytics.app.warnings import storage
from services.analytics.app.warnings.daily import Beside, WarnDaily
from services.analytics.app.warnings.desk import WarningDesk
from services.analytics.app.warnings.forecasts import Forecasts
from services.analytics.app.warnings.ground import Grounds
from services.analytics.app.warnings.load import load
from services.analytics.app.warnings.series import Series
from services.analytics.domain.warnings.rules import WarningRules


@dataclass(frozen=True, slots=True)
class WarningUses:
    """What the entrypoints call."""

    desk: WarningDesk
    forecasts: Forecasts
    daily: WarnDaily
    rules: WarningRules
    series: Series


def warning_uses(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], zone: ZoneInfo, *,
    base: Base, grounds: Grounds, beside: Beside, rules: WarningRules | None = None,
) -> WarningUses:  # fmt: skip
    """Put it together; `storage.collections()` must be declared. rules: by default those of the file."""
    rules = rules or load()
    desk = WarningDesk(storage.aggregates(store, clock, hand_over), rules, clock, zone)
    forecasts = Forecasts(store)
    daily = WarnDaily(base, grounds, desk, forecasts, store, rules, clock, zone, beside)
    return WarningUses(desk, forecasts, daily, rules, Series(base, grounds, zone))
