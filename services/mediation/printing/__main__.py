"""The printing process: bounded in memory and CPU, and unable to write a file."""

from __future__ import annotations

import json
import sys

from lianfang.runtime.bounded_child import bound_self

MEMORY = 1024**3
CPU_S = 30


def main() -> int:
    """Print what is asked for on the standard input; return the exit code."""
    bound_self(memory=MEMORY, cpu_s=CPU_S, file_bytes=0)
    sys.dont_write_bytecode = True
    # Imported under the bounds.
    from services.mediation.app.documents.ports import NotPrintable, PrintingFailed  # noqa: PLC0415
    from services.mediation.printing.answers import BROKEN, NOT_PRINTABLE, told  # noqa: PLC0415
    from services.mediation.printing.compiling import pdf_of  # noqa: PLC0415

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


if __name__ == "__main__":
    sys.exit(main())
