"""From a report's form to its PDF, in this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.printing.compiling import compiled
from lianfang.printing.forms import checked
from services.analytics.printing.forms import FORMS
from services.analytics.printing.templates import FOLDER


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF. Raises NotPrintable for what the form or the fonts refuse, PrintingFailed without fonts."""
    form = checked(FORMS, template, data)
    return compiled(FOLDER / f"{template}.typ", form, data["made_on"])
