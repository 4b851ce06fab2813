"""The templates, in typst, and their version."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path

FOLDER = Path(__file__).parent
_TOLD = 16


@cache
def version() -> str:
    """Return what the bytes of a document depend on besides its data: the templates, the forms and the compiler.

    (And the fonts, which the machine has; their package changes once in years.)
    """
    made = hashlib.sha256()
    for path in sorted([*FOLDER.glob("*.typ"), *FOLDER.parent.glob("forms/*.py")]):
        made.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return f"{made.hexdigest()[:_TOLD]}/typst-{installed('typst')}"
