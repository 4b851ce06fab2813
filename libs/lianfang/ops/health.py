"""Readiness: named checks that must all pass before traffic and messages are let in."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.ops import metrics

Check = Callable[[], str | None]


class Readiness:
    """The checks of one process. A check returns None when all is well, else (or raises) the reason."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self._of_bus: set[str] = set()
        self._stopping = False

    def add(self, name: str, check: Check, *, of_bus: bool = False) -> None:
        """Add a named check, or replace the one of that name. It must return within a second or so.

        of_bus: it concerns the broker only, without which HTTP is answered all the same: what is taken is kept, and
        published when the broker is back.
        """
        self._checks[name] = check
        (self._of_bus.add if of_bus else self._of_bus.discard)(name)

    def remove(self, name: str) -> None:
        """Forget a check; unknown names are ignored."""
        self._checks.pop(name, None)

    def http_problems(self) -> dict[str, str]:
        """Return those of `problems` that stand against answering HTTP; empty means that calls may come."""
        return {name: reason for name, reason in self.problems().items() if name not in self._of_bus}

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
