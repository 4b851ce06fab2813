"""Readiness: named checks that must all pass before traffic and messages are let in."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.ops import metrics

Check = Callable[[], str | None]


class Readiness:
    """The checks of one process. A check returns None when all is well, else (or raises) the reason."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self._stopping = False

    def add(self, name: str, check: Check) -> None:
        """Add a named check, or replace the one of that name. It must return within a second or so."""
        self._checks[name] = check

    def remove(self, name: str) -> None:
        """Forget a check; unknown names are ignored."""
        self._checks.pop(name, None)

    def stop(self) -> None:
        """Be unready from now on: the process is going down."""
        self._stopping = True

    def problems(self) -> dict[str, str]:
        """Run all checks and return the reasons of those that fail, by name; empty means ready."""
        if self._stopping:
            found = {"process": "stopping"}
        else:
            found = {name: reason for name, check in list(self._checks.items()) if (reason := _run(check))}
        metrics.READY.set(0 if found else 1)
        for name in self._checks:
            metrics.UNREADY.labels(name).set(1 if name in found else 0)
        return found


def _run(check: Check) -> str | None:
    try:
        return check()
    except Exception as error:  # a check that can't tell is a check that fails, and says how
        return f"{type(error).__name__}: {error}"
