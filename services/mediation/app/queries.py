"""Reading cases: each caller finds its own."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Aggregates
from lianfang.persistence.store import Condition, Eq, In, Range
from services.mediation.app import sight
from services.mediation.app.access import (
    DISPATCHER,
    MEDIATOR,
    OFFICER,
    SUPERVISOR,
    VIEWER,
    may_see,
)
from services.mediation.app.cases import MEDIATOR_MARK, NAME, OPENER_MARK, SEALED_MARK, TEAM_MARK
from services.mediation.app.codec import Dossier
from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact

REGIONAL = frozenset({OFFICER, VIEWER, DISPATCHER, SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of cases, the newest first; cursor None at the end."""

    cases: list[Case]
    cursor: str | None


class Cases:
    """Looks cases up."""

    def __init__(self, cases: Aggregates[Dossier]) -> None:
        self._cases = cases

    def get(self, id: str, caller: Caller) -> Case:
        """Return one case as the caller is shown it. Raises NotThere."""
        return self.shown(sight.dossier_of(self._cases, id).case, caller)

    def shown(self, case: Case, caller: Caller) -> Case:
        """Return a case as the caller is shown it. Raises NotThere."""
        return sight.shown(self._cases, case, caller)

    def history(self, id: str, caller: Caller) -> tuple[Fact, ...]:
        """Return all facts of a case, oldest first. Raises NotThere."""
        return sight.history(self._cases, sight.dossier_of(self._cases, id), caller)

    def page(
        self, caller: Caller, *, region: str = "", state: str = "", risk: str = "", mark: str = "", since: str = "",
        until: str = "", limit: int = 50, cursor: str | None = None,
    ) -> Listing:  # fmt: skip
        """Return what the caller sees, newest first.

        region narrows it; mark: a word of app/tally, such as pending; since, until: RFC 3339 in UTC, by opening.
        Raises ValueError for a cursor of another query.
        """
        keys = scope(caller, region)
        if not keys:
            return Listing([], None)
        where: list[Condition] = [In("visible", keys)]
        if region:
            where.append(In("visible", (region, f"{SEALED_MARK}{region}")))
        where += [
            Eq(name, value) for name, value in (("state", state), ("risk", risk), ("tally", mark)) if value
        ]  # fmt: skip
        if since or until:
            where.append(Range("opened_at", since or None, until or None))
        found = self._cases.store.find(NAME, *where, sort="opened_at", descending=True, limit=limit, cursor=cursor)
        cases = [self._cases.stored(each).state.case for each in found.documents]
        # The index only finds; who may see is said in one place
        seen = [each for each in cases if may_see(caller, sight.as_sealed(self._cases, each))]
        return Listing(seen, found.cursor)


def scope(caller: Caller, region: str = "") -> tuple[str, ...]:
    """Return the keys of the index ``visible`` by which a caller finds its cases; none: it has none."""
    roles = frozenset(caller.roles)
    keys: list[str] = []
    if roles & REGIONAL and (region.startswith(caller.region) or caller.region.startswith(region)):
        prefix = region if region.startswith(caller.region) else caller.region
        keys.append(prefix)
        if SUPERVISOR in roles:
            keys.append(f"{SEALED_MARK}{prefix}")
    if OFFICER in roles:
        keys.append(f"{OPENER_MARK}{caller.subject}")
    if caller.team:
        keys.append(f"{TEAM_MARK}{caller.team}")
    if MEDIATOR in roles:
        keys.append(f"{MEDIATOR_MARK}{caller.subject}")
    return tuple(keys)
