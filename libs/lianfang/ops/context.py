"""The ids of what is being worked on, carried beside the code so that each log line has them.

Under eventlet every greenlet has a context of its own: an entrypoint binds the ids where the handler runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

NAMES = ("event_id", "correlation_id", "incident_id", "trace_id", "span_id")

_ids: dict[str, ContextVar[str]] = {name: ContextVar(name, default="") for name in NAMES}


def bind(**ids: str) -> None:
    """Set ids for the rest of the current context (a worker's greenlet). Raises KeyError for an unknown name."""
    for name, value in ids.items():
        _ids[name].set(value)


@contextmanager
def bound(**ids: str) -> Iterator[None]:
    """Set ids for a block, then put the former ones back. Raises KeyError for an unknown name."""
    tokens = {name: _ids[name].set(value) for name, value in ids.items()}
    try:
        yield
    finally:
        for name, token in tokens.items():
            _ids[name].reset(token)


def current() -> Mapping[str, str]:
    """Return the ids that are set."""
    return {name: value for name, variable in _ids.items() if (value := variable.get())}
