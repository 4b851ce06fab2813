"""W3C Trace Context: the `traceparent` header, carried from HTTP over the bus, whether or not spans are exported.

Source: https://www.w3.org/TR/trace-context/ version 00.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_PATTERN = re.compile(r"(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?\Z")
_SAMPLED = 1


@dataclass(frozen=True, slots=True)
class Traceparent:
    """One position in a trace: 16 bytes of trace id, 8 bytes of span id (hex), and the sampled flag."""

    trace_id: str
    span_id: str
    sampled: bool = True

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{int(self.sampled):02x}"

    def child(self) -> Traceparent:
        """Return a new span of the same trace."""
        return Traceparent(self.trace_id, os.urandom(8).hex(), self.sampled)


def parse(text: str) -> Traceparent | None:
    """Read a header's value; None when it is absent or malformed, which the standard says to ignore."""
    match = _PATTERN.match(text)
    if match is None:
        return None
    version, trace_id, span_id, flags, more = match.groups()
    if (version == "00" and more) or not int(trace_id, 16) or not int(span_id, 16):
        return None
    return Traceparent(trace_id, span_id, bool(int(flags, 16) & _SAMPLED))


def start() -> Traceparent:
    """Begin a new trace."""
    return Traceparent(os.urandom(16).hex(), os.urandom(8).hex())


def child_of(text: str) -> str:
    """Return the `traceparent` for work caused by `text`: a child of it, or a new trace when it is none."""
    parent = parse(text) if text else None
    return str(parent.child() if parent else start())


def ids_of(text: str) -> dict[str, str]:
    """Return `trace_id` and `span_id` of a `traceparent`, for log lines; nothing when it is none."""
    position = parse(text) if text else None
    return {"trace_id": position.trace_id, "span_id": position.span_id} if position else {}
