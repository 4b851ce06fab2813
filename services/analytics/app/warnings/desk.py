"""What may be done with warnings: take in what methods signal, list, dismiss with a reason, let expire."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.persistence.due import fire_due
from lianfang.persistence.store import Eq, find_all
from services.analytics.app.warnings.storage import WARNINGS, Kept, change
from services.analytics.domain.warnings.rules import WarningRules
from services.analytics.domain.warnings.warning import (
    DISMISSED,
    EarlyWarning,
    Signal,
    dismiss,
    expire,
    on_signal,
)

_RUNS = uuid.UUID("c9f2f7a0-7f26-5b64-9a7c-51e4b7a2d011")
DAILY = "daily"


class NoSuchWarning(LookupError):
    """There is none with that id."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of warnings, the newest of each slot."""

    warnings: tuple[EarlyWarning, ...]
    cursor: str | None


class WarningDesk:
    """See the module's text. Every method may raise StoreUnavailable."""

    def __init__(
        self, warnings: Aggregates[Kept], rules: WarningRules, clock: Callable[[], datetime], zone: ZoneInfo
    ) -> None:
        self._warnings, self._rules, self._clock, self._zone = warnings, rules, clock, zone

    def take(self, signals: Iterable[Signal]) -> int:
        """Raise or renew warnings for what was found; return how many are new. A repeat has no second effect."""
        return sum(bool(self._take(signal)) for signal in signals)

    def _take(self, signal: Signal) -> bool:
        def decide(kept: Kept | None) -> Change[Kept]:
            done = on_signal(kept.now if kept else None, signal, self._rules, self._clock())
            if done is None:
                return Change(None, (), False)
            fresh, told = done
            return change(kept, fresh, told, bool(told))

        id = signal.slot.id
        command = Command(str(uuid.uuid5(_RUNS, f"{id}/{signal.day}")), actor=DAILY)
        outcome = self._warnings.execute(id, command, decide)
        return bool(outcome.result) and not outcome.repeated

    def dismiss(self, id: str, because: str, by: str, command: Command) -> EarlyWarning:
        """End a warning with a reason. Raises NoSuchWarning, and Refused for one that has ended."""
        slot, _number = _parts(id)

        def decide(kept: Kept | None) -> Change[Kept]:
            warning = _of(kept, id)
            fresh, told = dismiss(warning, because, by, self._clock())
            if kept is None or warning.number != kept.now.number:
                raise NoSuchWarning(f"There is no open warning {id}.")
            return change(kept, fresh, told)

        self._warnings.execute(slot, command, decide)
        return self.get(id)

    def get(self, id: str) -> EarlyWarning:
        """Return a warning, also an ended one. Raises NoSuchWarning."""
        found = self._warnings.get(_parts(id)[0])
        return _of(found.state if found else None, id)

    def page(self, region: str, state: str | None, limit: int, cursor: str | None) -> Found:
        """Return warnings of a region, the newest first. Raises ValueError for a foreign cursor."""
        where = [Eq("regions", region), *([Eq("state", state)] if state else [])]
        page = self._warnings.store.find(
            WARNINGS, *where, sort="raised", descending=True, limit=limit, cursor=cursor
        )
        kept = (self._warnings.stored(document).state for document in page.documents)
        return Found(tuple(each.now for each in kept), page.cursor)

    def restarts(self, county: str) -> dict[str, date]:
        """Return the day of its dismissal by id of each slot whose newest warning was dismissed."""
        documents = find_all(self._warnings.store, WARNINGS, Eq("county", county), Eq("state", DISMISSED))
        dismissed = (self._warnings.stored(document).state.now for document in documents)
        return {
            each.signal.slot.id: each.ended.astimezone(self._zone).date() for each in dismissed if each.ended
        }  # fmt: skip

    def expire(self) -> int:
        """End the warnings that were not seen again in time, and return how many."""

        def decide(kept: Kept) -> Change[Kept] | None:
            done = expire(kept.now, self._clock())
            return change(kept, *done) if done else None

        return len(fire_due(self._warnings, self._clock, decide))


def _parts(id: str) -> tuple[str, int]:
    slot, _, number = id.partition(".")
    if not number.isascii() or not number.isdecimal():
        raise NoSuchWarning(f"There is no warning {id}.")
    return slot, int(number)


def _of(kept: Kept | None, id: str) -> EarlyWarning:
    for each in (*kept.past, kept.now) if kept else ():
        if each.id == id:
            return each
    raise NoSuchWarning(f"There is no warning {id}.")
