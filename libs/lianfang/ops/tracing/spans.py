"""Spans as the platform's code knows them: begun with an explicit parent, ended once; nothing while tracing is off.

The parent is always handed over as a `traceparent` text, because a request, its worker and what follows from it run
in different greenlets and processes, where an implicit "current span" would be wrong or missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

Attributes = Mapping[str, str | int | float | bool]


class Kind(Enum):
    """What a span does, as OpenTelemetry sorts them."""

    SERVER = "server"
    INTERNAL = "internal"
    PRODUCER = "producer"
    CONSUMER = "consumer"


class Span(Protocol):
    """One piece of work under way."""

    @property
    def traceparent(self) -> str:
        """Its place in the trace, to be handed to what it causes."""

    def note(self, attributes: Attributes) -> None:
        """Add attributes: ids, words of ours and numbers, never what a person said."""

    def end(self, *, name: str = "", error: str = "") -> None:
        """End it. name: a better one than at the start. error: the kind of failure, empty when there was none."""


class Tracer(Protocol):
    """Makes spans and sends them away in the background."""

    def start(self, kind: Kind, name: str, parent: str, attributes: Attributes, outside: bool) -> Span:
        """Begin a span; see the function `start`."""

    def close(self, within_s: float) -> None:
        """Send what is left, for at most so many seconds."""


@dataclass(frozen=True, slots=True)
class NoSpan:
    """Stands for a span while tracing is off: it passes its parent's place on."""

    traceparent: str

    def note(self, attributes: Attributes) -> None:
        """Do nothing."""

    def end(self, *, name: str = "", error: str = "") -> None:
        """Do nothing."""


class _Installed:
    """The process's tracer; None while tracing is off."""

    tracer: Tracer | None = None


def install(tracer: Tracer | None) -> None:
    """Make this the process's tracer; None turns tracing off."""
    _Installed.tracer = tracer


def on() -> bool:
    """Tell whether spans are made. For hot paths, before attributes are gathered."""
    return _Installed.tracer is not None


def start(
    kind: Kind, name: str, parent: str, attributes: Attributes | None = None, *, outside: bool = False
) -> Span:
    """Begin a span under the `traceparent` `parent`; a malformed or empty one begins a new trace.

    outside: the parent was told by somebody who is none of our services, so whether it is sampled is ours to say
    (unless the configuration honours their flags).
    """
    tracer = _Installed.tracer
    if tracer is None:
        return NoSpan(parent)
    return tracer.start(kind, name, parent, attributes or {}, outside)


@contextmanager
def within(kind: Kind, name: str, parent: str, attributes: Attributes | None = None) -> Iterator[Span]:
    """Span a block; what it raises is noted by its type alone, for its text may tell of people."""
    span = start(kind, name, parent, attributes)
    try:
        yield span
    except BaseException as error:
        span.end(error=type(error).__name__)
        raise
    span.end()


def close(within_s: float = 3.0) -> None:
    """Turn tracing off, sending what is left for at most so many seconds."""
    tracer, _Installed.tracer = _Installed.tracer, None
    if tracer is not None:
        tracer.close(within_s)
