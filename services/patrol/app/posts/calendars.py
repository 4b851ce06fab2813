"""The days of each county: its market days (逢墟日) and events, on top of the country's working days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianfang.datafile import NotValid, Wrong
from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, Pending, collection
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from services.patrol.app.posts.build import Document, markets, occasions, plain
from services.patrol.app.posts.check import calendar_faults
from services.patrol.app.posts.pack_schema import CalendarBody
from services.patrol.app.posts.versions import version_of
from services.patrol.domain.demand.calendar import Calendar, LunarDay

CALENDARS = "calendars_local"
SOURCE = "/services/patrol"
CHANGED = "patrol.market_days_changed.v1"


@dataclass(frozen=True, slots=True)
class Days:
    """A county's document and its version, "" and empty where it has none."""

    version: str
    document: Document


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare."""
    return collection(CALENDARS), archive(CALENDARS)


class Calendars:
    """Calendars by county, each put as a whole."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], *,
        is_working: Callable[[date], bool], lunar: Callable[[date], LunarDay],
    ) -> None:  # fmt: skip
        """is_working: the country's working days. lunar: the lunar day of a civil day."""
        self._is_working, self._lunar = is_working, lunar
        self._kept: Aggregates[dict[str, Any]] = Aggregates(
            store, CALENDARS, source=SOURCE, clock=clock, hand_over=hand_over, encode=dict, decode=dict
        )
        self._built: dict[str, tuple[str, Calendar]] = {}

    def days(self, county: str) -> Days:
        """Return what was put for a county. Raises StoreUnavailable."""
        stored = self._kept.get(county)
        if stored is None:
            return Days("", plain(CalendarBody().load({})))
        return Days(stored.state["version"], stored.state["document"])

    def for_county(self, county: str) -> Calendar:
        """Return the calendar of a county; one without markets and events where none was put."""
        days = self.days(county)
        version, calendar = self._built.get(county, ("none yet", None))
        if calendar is None or version != days.version:
            loaded = CalendarBody().load(days.document)
            calendar = Calendar(self._is_working, self._lunar, markets(loaded), occasions(loaded))
            self._built[county] = days.version, calendar
        return calendar

    def put(self, county: str, loaded: Mapping[str, Any], used: Mapping[str, str], command: Command) -> Days:
        """Make a county's days what `loaded` says, which CalendarBody has loaded.

        used: the markets that posts have duty by, each with one such post. Raises NotValid with all that is wrong,
        ReusedId, Conflict, StoreUnavailable.
        """
        if faults := list(calendar_faults(county, loaded, used)):
            raise NotValid([Wrong(".".join(at), what, remedy) for at, what, remedy in faults])
        document = plain(loaded)

        def decide(state: dict[str, Any] | None) -> Change[dict[str, Any]]:
            if state is not None and state["document"] == document:
                return Change(None, result=state["version"])
            number = (state["number"] if state else 0) + 1
            version = version_of(county, number, document)
            fresh = {"number": number, "version": version, "document": document}
            about = {"markets": len(document["markets"]), "events": len(document["events"])}
            event = NewEvent(CHANGED, {"county": county, "version": version, **about}, county)
            return Change(fresh, [event], version)

        return Days(self._kept.execute(county, command, decide).result, document)
