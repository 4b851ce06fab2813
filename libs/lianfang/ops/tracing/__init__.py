"""Traces: W3C context through HTTP and the bus always; spans by OpenTelemetry when LIANFANG_TRACES says so.

Nothing of OpenTelemetry is imported while it is off. What is traced, and how it is set: docs/tracing.md.
"""

from lianfang.ops.tracing.traceparent import Traceparent, child_of, ids_of, parse, start

__all__ = ["Traceparent", "child_of", "ids_of", "parse", "start"]
