"""Looking for what must not be there: in messages, and in every file of a running stack."""

from __future__ import annotations

import json
import mmap
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote


def forms(secret: str) -> set[bytes]:
    """Return a text as it may lie somewhere: as it is, escaped in JSON, in an address."""
    return {secret.encode(), json.dumps(secret)[1:-1].encode(), quote(secret).encode()}


def found_in(told: Any, secrets: Collection[str]) -> list[str]:
    """Return which secrets bytes, or a mapped file, hold."""
    return [secret for secret in secrets if any(told.find(form) >= 0 for form in forms(secret))]


@dataclass(frozen=True)
class Told:
    """A file, the secrets it holds, and whether it holds the text that it may."""

    path: str
    secrets: list[str]
    about: bool


def files_of(home: Path, secrets: Collection[str], about: str) -> Iterator[Told]:
    """Look through stores with their journals, logs, the broker's own files. about: what may well be found."""
    for path in home.rglob("*"):
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
                yield Told(str(path), found_in(held, secrets), held.find(about.encode()) >= 0)
