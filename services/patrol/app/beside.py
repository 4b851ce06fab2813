"""Long computations are carried out beside the event loop by whoever has one: use cases only say which they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Beside = Callable[[Callable[P, T]], Callable[P, T]]
"""Gives a pure function back such that a long call of it holds nobody up."""


def at_once(function: Callable[P, T]) -> Callable[P, T]:
    """Give a function back as it is."""
    return function
