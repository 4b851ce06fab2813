"""The judging process: bounded in memory and CPU, and polite to the services beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from lianfang.regions.pack import PackError, load
from lianfang.regions.pack.problems import Problem
from lianfang.runtime.bounded_child import bound_self
from services.grid.app.prepare import prepare
from services.grid.judging.finding import write_prepared, write_refused
from services.grid.judging.unpack import unpack

MEMORY = 3 * 1024**3
CPU_S = 240


def main(folder: Path) -> None:
    """Judge the archive on the standard input, unpacking it into `folder`."""
    bound_self(memory=MEMORY, cpu_s=CPU_S)
    out = sys.stdout.buffer
    try:
        unpack(sys.stdin.buffer, folder)
        made = prepare(load(folder))
    except PackError as error:
        write_refused(error.problems, out)
    except (MemoryError, RecursionError):
        write_refused([Problem("archive", "reading it takes too much memory", "simplify the polygons")], out)
    else:
        write_prepared(made, out)
    out.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
