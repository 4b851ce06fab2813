"""From a document's name and its data to its PDF, in this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.printing.compiling import compiled
from services.mediation.printing.forms import checked
from services.mediation.printing.templates import FOLDER


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF. Raises NotPrintable for what the form or the fonts refuse, PrintingFailed without fonts."""
    form = checked(template, data)
    return compiled(FOLDER / f"{template}.typ", form, data["issued_on"])
