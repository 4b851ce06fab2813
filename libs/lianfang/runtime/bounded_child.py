"""A child process for work that may get out of hand: reading what strangers sent, compiling what people wrote.

The parent starts it with `bounded_child`; the child's ``__main__`` begins with `bound_self`. It gets none of our
settings and keys, and it is never left behind.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGKILL, SIGXCPU
from typing import IO

_NICE = 10
_PARENT = "BOUNDED_CHILD_OF"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@contextmanager
def bounded_child(
    module: str, *arguments: str, stdin: IO[bytes] | int, stdout: IO[bytes] | int, stderr: IO[bytes] | int
) -> Iterator[subprocess.Popen[bytes]]:
    """Start ``python -m module arguments``; leaving the ``with`` while it still runs ends it.

    Nothing secret belongs in `arguments`: every user of the machine can read them. stdin, stdout, stderr: open
    files, or subprocess.PIPE, as Popen takes them.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdin=stdin, stdout=stdout, stderr=stderr,
        env=environment() | {_PARENT: str(os.getpid())},
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:  # out of patience, or who waits for it has given up
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def bound_self(*, memory: int, cpu_s: int, file_bytes: int | None = None) -> None:
    """Bound this process: address space in bytes, CPU seconds, and the size of any file it writes (None: free).

    It also becomes polite to the services beside it, leaves no core dump of what it had in memory, and dies with
    its parent (on Linux; elsewhere its CPU seconds end it).
    """
    _die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    os.nice(_NICE)


def _die_with_parent() -> None:
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(SIGKILL))
    if os.environ.get(_PARENT, str(os.getppid())) != str(os.getppid()):  # it was gone before that
        os.kill(os.getpid(), SIGKILL)


def overran(code: int) -> bool:
    """Whether an exit code says that the process used more than it may, or was ended for taking too long."""
    return code in (-SIGXCPU, -SIGKILL)


def environment() -> dict[str, str]:
    """Ours without settings and keys: the process reads what strangers made."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIANFANG_")}
    # NumPy's BLAS and Rust's rayon reserve memory per core, against the process's limit
    return kept | {"OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
