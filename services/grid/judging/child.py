"""Starting the judging process and reading what it found."""

from __future__ import annotations

import logging
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGXCPU
from typing import IO

from lianfang.regions.pack.problems import Problem
from lianfang.runtime.bounded_child import bounded_child, overran
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
        with bounded_child(
            "services.grid.judging", folder, stdin=archive, stdout=out, stderr=complaints
        ) as process:
            try:
                code = process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                code = -SIGXCPU
        if overran(code):
            raise NotValid([Problem("archive", "judging it takes too long", "simplify the polygons")], 1)
        if code:
            complaints.seek(0)
            _log.error("judging a pack failed: %s", complaints.read()[-_TOLD:].decode(errors="replace"))
            raise RuntimeError(f"the judging process ended with {code}")
        yield read(out)
