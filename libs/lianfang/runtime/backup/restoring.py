"""Restoring a backup: everything is checked before anything is written, and each store is put back whole."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from lianfang.runtime.backup import definitions, sqlite_files
from lianfang.runtime.backup.making import STAMP, sqlite_path
from lianfang.runtime.backup.manifest import BROKER, Manifest, damages
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.target import Target

Say = Callable[[str], None]
_ANSWERS_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    moved: per service, where what lay there before is now. kept: accounts that kept their passwords.
    """

    stores: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    broker: bool = False
    kept: list[str] = field(default_factory=list)


def check(folder: Path, manifest: Manifest) -> None:
    """Check hashes, the stores' inner structure, and that the definitions can be read. Raises Failure, BadInput."""
    if found := list(damages(folder, manifest)):
        more = f"; and {len(found) - 1} more" if len(found) > 1 else ""
        raise Failure(f"{found[0]}{more}. Take another backup")
    for each in manifest.files:
        if each.part == BROKER:
            definitions.read(folder / each.name)
        else:
            sqlite_files.checked(folder / each.name)


def restore(
    target: Target, folder: Path, manifest: Manifest, parts: Iterable[str], say: Say, *, replace: bool = False
) -> Restored:
    """Put these parts of a checked backup in their places.

    replace: a store that holds something is moved aside for it; without it, that is refused. Raises Failure before
    anything is written when a service runs, a place is taken or the broker does not answer; OSError when the disk
    is full, with every store still as it was.
    """
    stores = {part: sqlite_path(target, part) for part in parts if part != BROKER}
    wanted = definitions.read(folder / manifest.part(BROKER).name) if BROKER in parts else None
    _require_quiet(target, stores)
    if not replace:
        _require_empty(stores)
    if wanted is not None:
        definitions.exported(target)  # whoever may read them may write them; and the broker answers
    moved = _put_back(folder, manifest, stores, say)
    if wanted is None:
        return Restored(sorted(stores), moved)
    say("putting the broker's definitions back")
    return Restored(sorted(stores), moved, True, definitions.imported(target, wanted))


def _put_back(folder: Path, manifest: Manifest, stores: Mapping[str, Path], say: Say) -> dict[str, str]:
    staged: dict[str, Path] = {}
    try:
        for part, store in stores.items():
            say(f"putting the store of {part} back")
            staged[part] = sqlite_files.stage(folder / manifest.part(part).name, store)
    except BaseException:
        for path in staged.values():
            path.unlink(missing_ok=True)
        raise
    stamp = datetime.now(UTC).strftime(STAMP)
    moved = {part: sqlite_files.swap(path, stores[part], stamp) for part, path in staged.items()}
    return {part: str(path) for part, path in moved.items() if path is not None}


def _require_quiet(target: Target, stores: Iterable[str]) -> None:
    """A service that runs would go on writing to the file that is moved aside, and what it writes would be lost."""
    for service in stores:
        url = target.values.get(f"LIANFANG_{service.upper()}_URL", "")
        if url and _answers(url):
            raise Failure(f"the {service} service answers at {url}: end it first (`lianfang up --no-services`)")


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), _ANSWERS_WITHIN_S):
            return True
    except OSError:
        return False


def _require_empty(stores: Mapping[str, Path]) -> None:
    for service, store in stores.items():
        if sqlite_files.holds_something(store):
            raise Failure(f"{store} of {service} is there already: --replace moves it aside, nothing is deleted")
