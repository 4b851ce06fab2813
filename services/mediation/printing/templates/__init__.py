"""The templates, in typst, and their version."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lianfang.printing.version import version_of

FOLDER = Path(__file__).parent


@cache
def version() -> str:
    """Return what the bytes of a document depend on besides its data: templates, forms and compiler."""
    return version_of([*FOLDER.glob("*.typ"), *FOLDER.parent.glob("forms/*.py")])
