"""The printing process of mediation."""

from __future__ import annotations

import sys

from lianfang.printing.process import PdfOf, serve


def load() -> PdfOf:
    """Import what prints."""
    from services.mediation.printing.documents import pdf_of  # noqa: PLC0415 - under the bounds

    return pdf_of


if __name__ == "__main__":
    sys.exit(serve(load))
