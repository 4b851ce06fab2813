"""Which RabbitMQ a private node is made of: the machine's package, or another one beside it.

`LIANFANG_RABBITMQ_PREFIX` is a command that runs its arguments where another RabbitMQ is found at the same paths as
Debian's and Ubuntu's package has (`scripts/with-usr-of.sh TREE`): so the same code and tests run on 3.10 and 4.x.
It must end by becoming that program (exec), because the node is killed and watched by its process id.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

PREFIX = "LIANFANG_RABBITMQ_PREFIX"
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
CONTROL = Path("/usr/lib/rabbitmq/bin/rabbitmqctl")
_RELEASES = Path("/usr/lib/rabbitmq/lib")  # one folder rabbitmq_server-<version>
_ANSWER_S = 30.0


def command(program: str | Path, *arguments: str) -> list[str]:
    """Return the whole command line that runs a program of the chosen RabbitMQ (or its Erlang)."""
    return [*_prefix(), str(program), *arguments]


def version() -> tuple[int, ...] | None:
    """Return the chosen RabbitMQ's version, ``(3, 10, 8)``; None when there is none."""
    try:
        listed = subprocess.run(
            command("ls", str(_RELEASES)), capture_output=True, text=True, timeout=_ANSWER_S, check=False
        )
    except OSError:
        return None
    found = re.findall(r"^rabbitmq_server-(\d+)\.(\d+)\.(\d+)", listed.stdout, re.MULTILINE)
    return max((tuple(map(int, each)) for each in found), default=None)


def missing() -> str | None:
    """Say what a private node lacks on this machine, with the remedy; None when it can run."""
    if prefix := _prefix():
        return _missing_behind(prefix)
    if not SERVER.exists():
        return "RabbitMQ is not installed: run `make setup`, or `apt-get install rabbitmq-server`"
    if shutil.which("epmd") is None or shutil.which("erl") is None:
        return "Erlang is not on the PATH: run `make setup`, or `apt-get install erlang-base`"
    return None


def _missing_behind(prefix: list[str]) -> str | None:
    what = f"{PREFIX}={shlex.join(prefix)}"
    try:
        tried = subprocess.run(
            [*prefix, "test", "-x", str(SERVER)], capture_output=True, text=True, timeout=_ANSWER_S, check=False
        )
    except OSError as error:
        return f"{what} cannot be run ({error.strerror}): name a command such as scripts/with-usr-of.sh TREE"
    if tried.returncode == 0:
        return None
    said = tried.stderr.strip() or f"there is no {SERVER} behind it"
    return f"{what} leads to no RabbitMQ ({said}): run scripts/rabbitmq-4.sh, or unset it"


def _prefix() -> list[str]:
    words = shlex.split(os.environ.get(PREFIX, ""))
    # A node runs in its own folder, so a relative path would be looked for there.
    return [os.path.abspath(words[0]), *words[1:]] if words and "/" in words[0] else words
