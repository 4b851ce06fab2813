"""How the printing process ends, and what it says when there is no PDF."""

from __future__ import annotations

import json

from lianfang.printing.refused import NotPrintable

NOT_PRINTABLE = 3
"""Exit code: the data can't be printed; the error output says why, as JSON."""

BROKEN = 4
"""Exit code: printing does not work here and now; the error output says why in one line, without any data."""


def told(error: NotPrintable) -> bytes:
    """Return the refusal as the process writes it."""
    said = {"field": error.field, "what": error.what, "remedy": error.remedy}
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def heard(said: bytes) -> NotPrintable:
    """Return the refusal that the process wrote. Raises ValueError when it wrote something else."""
    read = json.loads(said)
    if not isinstance(read, dict) or set(read) != {"field", "what", "remedy"}:
        raise ValueError("not a refusal of the printing process")
    return NotPrintable(str(read["field"]), str(read["what"]), str(read["remedy"]))
