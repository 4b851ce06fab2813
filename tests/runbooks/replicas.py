"""The processes of one service, replaced one by one as a Deployment does: never fewer than wanted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from lianfang.runtime.process import ManagedProcess
from lianfang.runtime.stack import Stack
from tests.runbooks.whole import replica

PRE_STOP_S = 0.5
"""Between the router being told and SIGTERM; five seconds on a cluster."""


class Replicas:
    """`count` processes of a service in place of the stack's own. settings: what they run with, kept over rolls."""

    def __init__(self, stack: Stack, service: str, count: int = 2, patience_s: float = 300.0) -> None:
        self._stack, self._service, self._patience_s = stack, service, patience_s
        self.settings: dict[str, str] = {}
        self.live: list[ManagedProcess] = []
        self.ended: list[int | None] = []
        for _ in range(count):
            self._add(None, ())
        if (first := stack.processes.get(service)) is not None:
            first.terminate()

    def urls(self) -> list[str]:
        """Where those are that may have calls."""
        return [process.url for process in self.live]  # type: ignore[attr-defined]

    def roll(
        self, *, cwd: Path | None = None, command: tuple[str, ...] = (),
        between: Callable[[], object] = lambda: None, **settings: str,
    ) -> None:  # fmt: skip
        """Start a new one, wait until it is ready, end an old one by SIGTERM, for each. All must end with 0.

        between: called after each replacement, with old and new ones side by side.
        """
        self.settings |= settings
        for old in list(self.live):
            self._add(cwd, command)
            self.live.remove(old)
            time.sleep(PRE_STOP_S)
            self.ended.append(old.terminate())
            assert self.ended[-1] == 0, f"it did not end cleanly: {old.log.read_text()[-2000:]}"
            between()

    def _add(self, cwd: Path | None, command: tuple[str, ...]) -> None:
        fresh = replica(self._stack, self._service, cwd=cwd, command=command, **self.settings)
        fresh.start()
        try:
            fresh.wait_ready(self._patience_s)
        except BaseException:
            fresh.kill()
            raise
        self.live.append(fresh)

    def logs(self) -> str:
        """What all of them have written."""
        return "".join(
            path.read_text() for path in sorted((self._stack.home / "log").glob(f"{self._service}-*.log"))
        )

    def end(self) -> None:
        """End them all."""
        for process in self.live:
            process.terminate()
        self.live.clear()
