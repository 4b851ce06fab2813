"""The planning child: a job as JSON on standard input, JSON lines on standard output.

Lines: {"progress": …} while it runs, then {"result": …} or {"failed": reason}. SIGTERM or SIGINT asks it to stop;
it then gives its best so far as the result. Nothing else is written to standard output. It is bounded in memory and
processor time, and dies with the service that started it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

from lianfang.runtime.bounded_child import bound_self
from services.patrol.planning.kinds import KINDS, Report

OK, FAILED = 0, 1
MEMORY = 6 * 1024**3  # of address space: each thread of a solver reserves much more than it uses
START_S = 120
OF_LIMIT = 0.9  # of the job's time limit is for planning, the rest for starting and for writing the result


def main() -> int:
    """Run one job and return the exit status.

    The job runs in a thread of its own: a signal is heard in the main one, and that is deaf while a solver works.
    """
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_job, stopped).result()


def _job(stopped: threading.Event) -> int:
    turn = threading.Lock()

    def say(line: dict[str, Any]) -> None:
        # solvers tell from threads of their own
        with turn:
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()

    try:
        job = json.load(sys.stdin)
        bound_self(memory=MEMORY, cpu_s=START_S + int(2 * job["seconds"] * (os.cpu_count() or 1)))
        kind = KINDS[job["kind"]]
        payload = {"seconds": OF_LIMIT * job["seconds"], **job["payload"]}
        result = kind(payload, Report(lambda told: say({"progress": told}), stopped.is_set))
    except (KeyError, TypeError, ValueError) as wrong:
        say({"failed": f"the job cannot be read: {type(wrong).__name__}: {wrong}"})
        return FAILED
    except (RuntimeError, ArithmeticError, MemoryError) as failed:
        say({"failed": f"{type(failed).__name__}: {failed}"})
        return FAILED
    say({"result": result})
    return OK


if __name__ == "__main__":
    sys.exit(main())
