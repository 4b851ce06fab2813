"""Starting the printing process and taking its PDF."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from subprocess import PIPE
from typing import Any

from lianfang.printing.answers import BROKEN, NOT_PRINTABLE, heard
from lianfang.printing.refused import NotPrintable, PrintingFailed
from lianfang.runtime.bounded_child import bounded_child, overran

PATIENCE_S = 60.0


def render(program: str, template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of `data`, by `template`; others go on meanwhile.

    program: the module that serves printing, ``services.<name>.printing``. The same data gives the same bytes, as
    long as the version of its templates is the same. Raises NotPrintable when the
    data is not as the template needs it, PrintingFailed when the process broke down or took more than it may.
    """
    request = json.dumps({"template": template, "data": dict(data)}).encode()
    with bounded_child(program, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        try:
            pdf, said = process.communicate(request, PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise PrintingFailed(f"printing took more than {PATIENCE_S:g} s") from None
    if process.returncode == 0:
        return pdf
    if process.returncode == NOT_PRINTABLE:
        raise _refusal(said)
    if overran(process.returncode):
        raise PrintingFailed("printing took more time or memory than it may")
    if process.returncode == BROKEN:
        raise PrintingFailed(said.decode(errors="replace").strip())
    # What it said is not told: a traceback may hold a piece of what was to be printed.
    raise PrintingFailed(f"the printing process ended with {process.returncode}")


def _refusal(said: bytes) -> NotPrintable | PrintingFailed:
    try:
        return heard(said)
    except ValueError:
        return PrintingFailed("the printing process ended without saying why")
