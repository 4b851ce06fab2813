"""The template, in typst, and its version."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lianfang.printing.version import version_of

FOLDER = Path(__file__).parent


@cache
def version() -> str:
    """Return what the bytes of a PDF depend on besides its report: template, form and compiler."""
    return version_of([*FOLDER.glob("*.typ"), *FOLDER.parent.glob("*.py")])
