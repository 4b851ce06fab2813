"""Long computations beside the event loop: in a real thread, while the green ones go on."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import tpool

P = ParamSpec("P")
T = TypeVar("T")


def aside(function: Callable[P, T]) -> Callable[P, T]:
    """Return the function so that a call to it runs in a real thread; the caller waits, nobody else does.

    For pure computations only: what it calls must not use green locks, sockets or the store.
    """

    @functools.wraps(function)
    def called(*given: P.args, **named: P.kwargs) -> T:
        result: T = tpool.execute(function, *given, **named)
        return result

    return called
