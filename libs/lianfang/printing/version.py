"""The version of templates: what the bytes of a document depend on besides its data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version as installed
from pathlib import Path

_TOLD = 16


def version_of(files: Iterable[Path]) -> str:
    """Return what names the templates and forms in `files`, the code shared by all forms, and the compiler.

    (Not the fonts, which the machine has; their package changes once in years.)
    """
    made = hashlib.sha256()
    for path in sorted([*files, *Path(__file__).parent.glob("*.py")]):
        made.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return f"{made.hexdigest()[:_TOLD]}/typst-{installed('typst')}"
