"""Which of the events in the queue the caller wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianfang_district.event import Event


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is left empty is not filtered by.

    region: code whose events are wanted, with all below it. contexts: ``incident``, ``grid`` …
    events: names with or without context, ``reported`` or ``incident.reported``, in version 1; another version
        is named, ``reported.v2``. While the platform is upgraded the same fact is told in both.
    """

    region: str = ""
    contexts: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()

    @classmethod
    def of(cls, region: str, contexts: Iterable[str], events: Iterable[str]) -> Wanted:
        """Build a filter. Raises ValueError for a region that is no code, TypeError for a text as a list."""
        if region and not (region.isascii() and region.isdigit()):
            raise ValueError(f"region {region!r} must hold digits only, as in 350924")
        for name, value in (("contexts", contexts), ("events", events)):
            if isinstance(value, str):
                raise TypeError(f"{name} must be a list, as in [{value!r}]")
        return cls(region, frozenset(contexts), frozenset(events))

    def takes(self, event: Event) -> bool:
        """Tell whether the event is wanted."""
        return (
            event.region.startswith(self.region)
            and (not self.contexts or event.context in self.contexts)
            and (not self.events or bool(_names(event) & self.events))
        )


def _names(event: Event) -> set[str]:
    version = event.type.rpartition(".")[2]
    short, full = event.name, f"{event.context}.{event.name}"
    return {f"{short}.{version}", f"{full}.{version}", *((short, full) if version == "v1" else ())}
