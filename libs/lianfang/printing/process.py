"""The printing process: bounded in memory and CPU, and unable to write a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from lianfang.runtime.bounded_child import bound_self

MEMORY = 1024**3
CPU_S = 30
PdfOf = Callable[[str, Mapping[str, Any]], bytes]
"""Makes the PDF, in this process, of a template and its data. Raises NotPrintable, PrintingFailed."""


def serve(load: Callable[[], PdfOf]) -> int:
    """Print what is asked for on the standard input; return the exit code. load: imports, under the bounds."""
    bound_self(memory=MEMORY, cpu_s=CPU_S, file_bytes=0)
    sys.dont_write_bytecode = True
    # Imported under the bounds.
    from lianfang.printing.answers import BROKEN, NOT_PRINTABLE, told  # noqa: PLC0415
    from lianfang.printing.refused import NotPrintable, PrintingFailed  # noqa: PLC0415

    pdf_of = load()
    request = json.load(sys.stdin.buffer)
    try:
        pdf = pdf_of(request["template"], request["data"])
    except NotPrintable as error:
        sys.stderr.buffer.write(told(error))
        return NOT_PRINTABLE
    except PrintingFailed as error:
        sys.stderr.write(f"{error}\n")
        return BROKEN
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0
