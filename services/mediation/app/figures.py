"""Numbers that can't lie: each with its definition and its denominators, and all parts adding up to their whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lianfang.caller import Caller
from lianfang.persistence.store import Condition, Eq, In, Range, Store
from lianfang.regions.codes import Level
from services.mediation.app.access import DISPATCHER, OFFICER, SUPERVISOR, VIEWER, NotAllowed
from services.mediation.app.cases import NAME, SEALED_MARK
from services.mediation.app.figures_catalogue import CATALOGUE, DECIDED, PARTITIONS, Figure

ATTEMPTS = 3
READERS = (OFFICER, SUPERVISOR, VIEWER, DISPATCHER)


@dataclass(frozen=True, slots=True)
class Share:
    """A count as a part of another. ratio: None when there is nothing to be a part of."""

    of: str
    count: int
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with its count."""

    figure: Figure
    count: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a region and a time. consistent: False when cases changed so fast that the sums don't hold."""

    region: str
    since: str
    until: str
    consistent: bool
    figures: tuple[Counted, ...]


class Figures:
    """Counts cases as they stand now, by the marks that were stored with them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __call__(self, caller: Caller, region: str = "", since: str = "", until: str = "") -> Report:
        """Return the figures of cases opened in ``[since, until)`` (RFC 3339 in UTC; empty: no limit).

        region: a part of the caller's, by default all of it. Sealed cases are counted and nothing more. Raises
        NotAllowed outside the caller's region or for other roles, StoreUnavailable.
        """
        region = region or caller.region
        if not region.startswith(caller.region) or not any(role in caller.roles for role in READERS):
            raise NotAllowed(f"Figures of {region or 'the country'} are for those who see that region.")
        if len(region) > Level.TOWNSHIP and not any(role in caller.roles for role in (OFFICER, SUPERVISOR)):
            raise NotAllowed("Figures of less than a township would tell of single people; ask for the township.")
        for _ in range(ATTEMPTS):
            counts = self._count(region, since, until)
            if consistent(counts):
                break
        figures = tuple(Counted(each, counts[each.name], shares(each, counts)) for each in CATALOGUE)
        return Report(region, since, until, consistent(counts), figures)

    def _count(self, region: str, since: str, until: str) -> dict[str, int]:
        where: list[Condition] = [In("visible", (region, f"{SEALED_MARK}{region}"))]
        if since or until:
            where.append(Range("opened_at", since or None, until or None))
        counts = {
            each.name: self._store.count(NAME, *where, Eq("tally", each.mark)) for each in CATALOGUE if each.mark
        }
        counts[DECIDED] = counts["accepted"] - counts["pending"]
        return counts


def consistent(counts: Mapping[str, int]) -> bool:
    """Tell whether all parts add up to their wholes, and nothing is more than what it is a part of."""
    whole = all(counts[name] == sum(counts[part] for part in parts) for name, parts in PARTITIONS)
    return whole and all(0 <= counts[each.name] <= counts[of] for each in CATALOGUE for of in each.of)


def shares(figure: Figure, counts: Mapping[str, int]) -> tuple[Share, ...]:
    """Return a figure as a part of each of its denominators."""
    found = ((of, counts[of]) for of in figure.of)
    return tuple(Share(of, whole, round(counts[figure.name] / whole, 4) if whole else None) for of, whole in found)
