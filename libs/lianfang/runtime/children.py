"""Child processes that end with their parent."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def spawn(
    command: Sequence[str], environment: Mapping[str, str], log: Path, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own (a Ctrl-C is not for it), its output appended to `log`.

    It gets SIGTERM when the thread that started it ends (Linux parent-death signal, through util-linux's
    setpriv; without that program an orphan is possible, no more).
    """
    if setpriv := shutil.which("setpriv"):
        command = [setpriv, "--pdeathsig", "TERM", "--", *command]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command, env=dict(environment), cwd=cwd, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip


def end(process: subprocess.Popen[bytes], how: signal.Signals, grace: float) -> None:
    """Signal a child and wait; after `grace` seconds SIGKILL it. One that has ended already is fine."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10.0)


def until(condition: Callable[[], bool], timeout: float, pause: float = 0.1) -> bool:
    """Ask again and again, every `pause` seconds, until true; False when `timeout` seconds were not enough."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(pause)
    return condition()


def tail(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, with its path, for an error message."""
    text = log.read_text(errors="replace").splitlines() if log.exists() else []
    return f"the last lines of {log}:\n" + "\n".join(text[-lines:])
