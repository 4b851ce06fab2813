"""What a backup says of itself: which files, of what, from when, with which hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import cattrs

from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.private_files import write_private

FILE = "manifest.json"
FORMAT = 1
BROKER = "broker"
"""The part that holds the broker's definitions; every other part is a service's store."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Copied:
    """One file of a backup. part: a service's name, or `BROKER`. taken_at: what it holds was so then, RFC 3339.

    count: documents of a store, or accounts among the definitions. of: SQLite's or RabbitMQ's version.
    """

    part: str
    name: str
    bytes: int
    sha256: str
    taken_at: str
    count: int
    of: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole backup. begun_at: before the first copy, so everything that happened until then is in it."""

    begun_at: str
    ended_at: str
    files: list[Copied] = field(default_factory=list)
    format: int = FORMAT

    @property
    def since(self) -> datetime:
        """From when on events have to be read again after this backup was restored, aware UTC."""
        return datetime.fromisoformat(self.begun_at).astimezone(UTC)

    def part(self, name: str) -> Copied:
        """Return the file of a part. Raises BadInput."""
        for each in self.files:
            if each.part == name:
                return each
        known = ", ".join(each.part for each in self.files)
        raise BadInput(f"--part {name!r} is not in the backup: it has {known}")

    def write(self, folder: Path) -> None:
        """Write it; a folder without it is no backup, so it comes last."""
        write_private(folder / FILE, json.dumps(asdict(self), indent=1) + "\n")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises BadInput when the folder is none, or of a newer release."""
    try:
        found = cattrs.structure(json.loads((folder / FILE).read_text("utf-8")), Manifest)
        datetime.fromisoformat(found.begun_at)
    except OSError:
        raise BadInput(
            f"{folder} is no backup: it has no readable {FILE}; name the folder that `backup` printed"
        ) from None
    except (ValueError, KeyError, TypeError, cattrs.BaseValidationError):
        raise BadInput(f"{folder / FILE} is damaged: take another backup") from None
    if found.format != FORMAT:
        raise BadInput(
            f"{folder} has format {found.format}, this release reads {FORMAT}: use the release that wrote it"
        )
    return found


def damages(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield a line for each file that is not what the manifest says."""
    for each in manifest.files:
        path = folder / each.name
        if not path.is_file():
            yield f"{path} is missing"
        elif path.stat().st_size != each.bytes or sha256(path) != each.sha256:
            yield f"{path} is not the file that was written: its hash differs"


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
