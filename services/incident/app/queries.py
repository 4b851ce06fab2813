"""Reading incidents."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.caller import Caller
from lianfang.persistence.store import Condition, Eq, In, Range
from services.incident.app.access import SUPERVISOR, require_seen, sees_regions
from services.incident.app.incidents import NAME, RESTRICTED_MARK, TEAM_MARK, Desk
from services.incident.domain.incident import Incident


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of incidents, the newest first; cursor None at the end."""

    incidents: list[Incident]
    cursor: str | None


class Incidents:
    """Looks incidents up, each caller its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def get(self, id: str, caller: Caller) -> Incident:
        """Return one incident. Raises NotThere."""
        stored = self._desk.incidents.get(id)
        return require_seen(caller, stored.state if stored else None)

    def page(
        self, caller: Caller, *, region: str = "", state: str = "", since: str = "", until: str = "",
        limit: int = 50, cursor: str | None = None,
    ) -> Listing:  # fmt: skip
        """Return what the caller sees, newest first. region narrows it; since, until: RFC 3339 in UTC, by opening.

        Raises ValueError for a cursor of another query.
        """
        where = self._scope(caller, region)
        if where is None:
            return Listing([], None)
        if state:
            where.append(Eq("state", state))
        if since or until:
            where.append(Range("opened_at", since or None, until or None))
        found = self._desk.incidents.store.find(
            NAME, *where, sort="opened_at", descending=True, limit=limit, cursor=cursor
        )
        return Listing([self._desk.incidents.stored(each).state for each in found.documents], found.cursor)

    def _scope(self, caller: Caller, region: str) -> list[Condition] | None:
        if not sees_regions(caller):
            return [Eq("visible", f"{TEAM_MARK}{caller.team}")] if caller.team else None
        prefix = region if region.startswith(caller.region) else caller.region
        if region and not (region.startswith(caller.region) or caller.region.startswith(region)):
            return None
        if SUPERVISOR in caller.roles:
            return [In("visible", (prefix, f"{RESTRICTED_MARK}{prefix}"))]
        return [Eq("visible", prefix)]
