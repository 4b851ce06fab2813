"""Importing a region pack: validated whole, written whole, then one pointer flips."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lianfang.persistence.aggregate import Change, Command, NewEvent
from lianfang.regions.pack import Pack, load
from lianfang.regions.pack.pages import Page
from lianfang.regions.pack.problems import Problem
from services.grid.app.prepare import Prepared, prepare
from services.grid.app.storage import Storage, always, page_id
from services.grid.domain.release import Release, Superseded, may_follow, propose

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import ended. new: False when the county had this very content. counts: items by kind.

    warnings: for people to judge; there were `warned` of them.
    """

    release_id: str
    county: str
    new: bool
    counts: Mapping[str, int]
    warnings: Sequence[Problem] = ()
    warned: int = 0


class ImportPack:
    """The use case. A crash anywhere leaves the old release in force, and importing again completes the new one."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def from_folder(self, folder: Path, command: Command) -> Imported:
        """Import the pack in `folder`. Raises PackError (nothing is changed) and what `from_prepared` raises."""
        return self.from_pack(load(folder), command)

    def from_pack(self, pack: Pack, command: Command) -> Imported:
        """Import a pack that was read. Raises PackError when it is not valid, and what `from_prepared` raises."""
        return self.from_prepared(prepare(pack), command)

    def from_prepared(self, made: Prepared, command: Command) -> Imported:
        """Import a pack that was judged. command: its id is remembered with the pointer, so a repeat has no effect.

        Raises ReusedId when the id was used for another content, Superseded when others keep coming first.
        """
        county = made.county
        command = replace(command, body_hash=made.content_hash)
        for _ in range(_ATTEMPTS):
            if (before := self._earlier(county, command)) is not None:
                return _imported(made, before, new=False)
            current = self._storage.releases.get(county)
            release = propose(
                current.state if current else None, county=county, label=made.label,
                content_hash=made.content_hash, pages=made.page_count, kinds=Counter(made.counts).elements(),
            )  # fmt: skip
            if release is None and current is not None:
                return _imported(made, current.state.release_id, new=False)
            if release is not None:
                try:
                    self._write_pages(release, made.pages, command)
                    outcome = self._flip(release, command)
                except Superseded:
                    continue
                return _imported(made, outcome, new=outcome == release.release_id)
        raise Superseded(f"other imports of {county} kept coming first; try again")

    def _earlier(self, county: str, command: Command) -> str | None:
        """Return the release that this very command made before."""

        def never_ran(_: Release | None) -> Change[Release]:
            raise _NotYet

        try:
            return str(self._storage.releases.execute(county, command, never_ran).result)
        except _NotYet:
            return None

    def _write_pages(self, release: Release, pages: Iterable[Page], command: Command) -> None:
        for page in pages:
            data = release.page(page.page, page.items)
            event = NewEvent("grid.release_page.v1", data, release.county)
            change = Change(state=data, events=[event])
            # the page's own id makes writing it again harmless, whoever imports
            once = Command(f"write:{release.release_id}", command.actor, correlation=command.correlation)
            self._storage.pages.execute(page_id(release.release_id, page.page), once, always(change))
            time.sleep(0)  # a page is tens of milliseconds of work: let others have their turn

    def _flip(self, release: Release, command: Command) -> str:
        def decide(current: Release | None) -> Change[Release]:
            if not may_follow(current, release):
                return Change(None, result=current.release_id if current else "")
            event = NewEvent("grid.release_published.v1", release.publication(), release.county)
            return Change(release, [event], result=release.release_id)

        return str(self._storage.releases.execute(release.county, command, decide).result)


def _imported(made: Prepared, release_id: str, *, new: bool) -> Imported:
    return Imported(release_id, made.county, new, made.counts, made.warnings, made.warned)


class _NotYet(Exception):
    """The command was not handled before."""
