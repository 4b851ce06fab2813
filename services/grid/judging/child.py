"""Starting the judging process and reading what it found."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGKILL, SIGXCPU
from typing import IO

from lianfang.regions.pack.problems import Problem
from services.grid.app.prepare import Prepared
from services.grid.judging.finding import NotValid, read

PATIENCE_S = 300.0
_TOLD = 4000
_log = logging.getLogger(__name__)


@contextmanager
def judged(archive: IO[bytes]) -> Iterator[Prepared]:
    """Judge the pack in a .zip or .tar.gz, a file on disk at its beginning; others go on meanwhile.

    The result is good within the ``with``. Raises NotValid, or RuntimeError when the process broke down.
    """
    with (
        tempfile.TemporaryDirectory(prefix="lianfang-pack-") as folder,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as complaints,
    ):
        command = [sys.executable, "-m", "services.grid.judging", folder]
        process = subprocess.Popen(command, stdin=archive, stdout=out, stderr=complaints, env=_environment())
        try:
            code = process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            code = -SIGXCPU
        finally:
            if process.poll() is None:  # out of patience, or this request is given up
                process.kill()
                process.wait()
        if code in (-SIGXCPU, -SIGKILL):
            raise NotValid([Problem("archive", "judging it takes too long", "simplify the polygons")], 1)
        if code:
            complaints.seek(0)
            _log.error("judging a pack failed: %s", complaints.read()[-_TOLD:].decode(errors="replace"))
            raise RuntimeError(f"the judging process ended with {code}")
        yield read(out)


def _environment() -> dict[str, str]:
    """Ours without settings and keys: the process reads what strangers made."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIANFANG_")}
    # NumPy's BLAS reserves memory per core, against the process's limit
    return kept | {"OPENBLAS_NUM_THREADS": "1"}
