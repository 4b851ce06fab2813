"""Making a backup: a folder that is there whole, with its manifest, or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lianfang.runtime.backup import definitions, sqlite_files
from lianfang.runtime.backup.manifest import BROKER, Copied, Manifest, sha256
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target
from lianfang.runtime.private_files import write_private

Say = Callable[[str], None]
STAMP = "%Y%m%dT%H%M%SZ"


def make(target: Target, to: Path, parts: Iterable[str], say: Say) -> Path:
    """Copy these parts into a new folder below `to` named by the time, and return it.

    The definitions come first and the stores after: an account that is made meanwhile is missing, a report is not.
    Raises Failure, ManagementError, OSError; then there is no such folder.
    """
    begun = datetime.now(UTC)
    folder = to / begun.strftime(STAMP)
    draft = to / f".{folder.name}.part"
    if folder.exists():
        raise BadInput(f"{folder} is there already: wait a second")
    stores = {part: sqlite_path(target, part) for part in parts if part != BROKER}
    draft.mkdir(parents=True, mode=0o700)
    try:
        files = [_broker(target, draft, say)] if BROKER in parts else []
        files += [_store(part, path, draft, say) for part, path in stores.items()]
        Manifest(begun.isoformat(), _now(), files).write(draft)
        sqlite_files.sync(draft)
        draft.rename(folder)
        sqlite_files.sync(to)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder


def sqlite_path(target: Target, service: str) -> Path:
    """Return where a service's store lies. Raises BadInput for a store that is no file, Failure."""
    parts = urlsplit(target.store_uri(service))
    if parts.scheme != "sqlite":
        raise BadInput(
            f"the store of {service} is {parts.scheme}, which its own tools copy (mongodump, mongorestore): see "
            "docs/runbooks/backup-and-restore.md, and name other parts by --part"
        )
    return Path(unquote(parts.path))


def _broker(target: Target, draft: Path, say: Say) -> Copied:
    say("copying the broker's definitions")
    taken, found = _now(), definitions.exported(target)
    path = draft / "broker.json"
    write_private(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    sqlite_files.sync(path)
    return _copied(BROKER, path, taken, len(found["users"]), _version(found))


def _store(part: str, store: Path, draft: Path, say: Say) -> Copied:
    say(f"copying the store of {part}")
    taken, path = _now(), draft / f"{part}.db"
    count = sqlite_files.copy(store, path)
    return _copied(part, path, taken, count, "SQLite")


def _copied(part: str, path: Path, taken: str, count: int, of: str) -> Copied:
    return Copied(part, path.name, path.stat().st_size, sha256(path), taken, count, of)


def _version(found: dict[str, Any]) -> str:
    return f"RabbitMQ {found.get('rabbit_version') or found.get('rabbitmq_version') or 'unknown'}"


def _now() -> str:
    return datetime.now(UTC).isoformat()
