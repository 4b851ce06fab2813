"""Group commit: writers that wait at the same moment share one transaction, and with it one flush to the disk.

The flush is most of what a durable write costs. Each member still succeeds or fails on its own.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from lianfang.persistence.store import StoreUnavailable

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]
Transaction = Callable[[Work[Any]], Any]
_TOGETHER = 64


class _Member:
    """One write that waits, and how it ended."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Work[Any]) -> None:
        self.work, self.done = work, False
        self.result: Any = None
        self.error: Exception | None = None

    def end(self, result: Any = None, error: Exception | None = None) -> None:
        self.result, self.error, self.done = result, error, True

    def outcome(self) -> Any:
        if isinstance(self.error, StoreUnavailable):
            raise StoreUnavailable(str(self.error)) from self.error  # one error, raised in several threads
        if self.error is not None:
            raise self.error
        return self.result


class GroupCommit:
    """Runs writes in transactions. transaction: runs one work in a transaction that is durable on return."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._waiting: deque[_Member] = deque()
        self._turn = threading.Lock()

    def write(self, work: Work[T]) -> T:
        """Run `work`, alone or together with others. Raises StoreUnavailable, and what `work` raises."""
        member = _Member(work)
        self._waiting.append(member)
        with self._turn:
            if not member.done:  # nobody took it along: lead
                time.sleep(0)  # under eventlet nobody else could join while we hold the process
                self._lead()
        result: T = member.outcome()
        return result

    def _lead(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), _TOGETHER))]
        if not (len(group) > 1 and self._together(group)):
            for member in group:
                self._alone(member)
        if isinstance(error := group[-1].error, StoreUnavailable):
            self._refuse_waiting(error)

    def _refuse_waiting(self, error: StoreUnavailable) -> None:
        """Let all who wait know: else each would lead in turn and find out only after as long again."""
        for _ in range(len(self._waiting)):
            self._waiting.popleft().end(error=error)

    def _together(self, group: Sequence[_Member]) -> bool:
        """Run all in one transaction; False when one of them raised, so that each must be tried by itself."""
        try:
            results = self._transaction(lambda connection: [member.work(connection) for member in group])
        except StoreUnavailable as error:
            for member in group:
                member.end(error=error)
        except Exception:  # whose fault it was shows when each runs alone
            return False
        else:
            for member, result in zip(group, results, strict=True):
                member.end(result)
        return True

    def _alone(self, member: _Member) -> None:
        try:
            member.end(self._transaction(member.work))
        except Exception as error:  # handed to the thread that asked
            member.end(error=error)
