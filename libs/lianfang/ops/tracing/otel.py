"""Spans by OpenTelemetry: the one place that knows its SDK, imported only when tracing is on.

Spans are handed to a queue that is bounded (2,048 by default, the oldest dropped first) and sent from there by a
thread, green in a service. So a collector that is slow or away costs a request nothing. Everything else is set by
the SDK's own variables (OTEL_TRACES_SAMPLER, OTEL_BSP_…, OTEL_EXPORTER_OTLP_…).
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from opentelemetry import trace
from opentelemetry.context import Context, get_value, set_value
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import Sampler, SamplingResult
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode, TraceFlags
from opentelemetry.trace.span import TraceState
from opentelemetry.util.types import Attributes as OtelAttributes

from lianfang.ops import metrics
from lianfang.ops.tracing.lines import LinesExporter
from lianfang.ops.tracing.spans import Attributes, Kind
from lianfang.ops.tracing.traceparent import Traceparent, parse

_FILE = "file:"
_EXPORT_S = 5.0
_QUIET_S = 60.0
_OUTSIDE = "lianfang-outside"
_KINDS = {
    Kind.SERVER: SpanKind.SERVER, Kind.INTERNAL: SpanKind.INTERNAL,
    Kind.PRODUCER: SpanKind.PRODUCER, Kind.CONSUMER: SpanKind.CONSUMER,
}  # fmt: skip


class OtelTracer:
    """The process's tracer; see `spans.Tracer`."""

    def __init__(self, provider: TracerProvider, honour_flags: bool) -> None:
        self._provider, self._honour_flags = provider, honour_flags
        provider.sampler = _OwnChoice(provider.sampler)
        self._tracer = provider.get_tracer("lianfang")

    @classmethod
    def of(cls, service: str, traces: str, honour_flags: bool) -> OtelTracer:
        """Return the tracer of a setting that is not ``off``. Raises OSError for a file that can't be opened."""
        provider = TracerProvider(resource=_resource(service), shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(_Counted(_exporter(traces))))
        return cls(provider, honour_flags)

    def start(self, kind: Kind, name: str, parent: str, attributes: Attributes, outside: bool) -> _OtelSpan:
        """Begin a span; see `spans.start`."""
        context = Context()  # never the implicit one: greenlets share none
        if (position := parse(parent) if parent else None) is not None:
            context = trace.set_span_in_context(NonRecordingSpan(_context_of(position)), context)
            if outside and not self._honour_flags:
                context = set_value(_OUTSIDE, True, context)
        span = self._tracer.start_span(name, context, _KINDS[kind], dict(attributes), record_exception=False)
        return _OtelSpan(span)

    def close(self, within_s: float) -> None:
        """Send what is left. A collector that hangs is left behind when the time is over."""
        closing = threading.Thread(target=self._provider.shutdown, name="lianfang-traces-end", daemon=True)
        closing.start()
        closing.join(within_s)


class _OtelSpan:
    """See `spans.Span`."""

    __slots__ = ("_span", "traceparent")

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        own = span.get_span_context()
        self.traceparent = str(Traceparent(f"{own.trace_id:032x}", f"{own.span_id:016x}", own.trace_flags.sampled))

    def note(self, attributes: Attributes) -> None:
        self._span.set_attributes(dict(attributes))

    def end(self, *, name: str = "", error: str = "") -> None:
        if not self._span.is_recording():
            return
        if name:
            self._span.update_name(name)
        if error:
            self._span.set_attribute("error.type", error)
            self._span.set_status(Status(StatusCode.ERROR))
        metrics.SPANS.labels("ended").inc()
        self._span.end()


class _OwnChoice(Sampler):
    """Asks the configured sampler as if there were no parent where the parent's flag is not to be believed.

    The trace stays the caller's. A sampler by ratio goes by the trace's id, so all our services choose alike.
    """

    def __init__(self, configured: Sampler) -> None:
        self._configured = configured

    def should_sample(
        self, parent_context: Context | None, trace_id: int, name: str, kind: SpanKind | None = None,
        attributes: OtelAttributes = None, links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:  # fmt: skip
        if parent_context is not None and get_value(_OUTSIDE, parent_context):
            parent_context = Context()
        return self._configured.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)

    def get_description(self) -> str:
        return f"OwnChoice{{{self._configured.get_description()}}}"


class _Counted(SpanExporter):
    """Counts what was sent and what was not; no failure goes further."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        metrics.SPANS.labels("exported" if result is SpanExportResult.SUCCESS else "lost").inc(len(spans))
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()


class _Seldom(logging.Filter):
    """Lets one line a minute through: a collector that is away would fill the log."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _QUIET_S
        return True


def _context_of(position: Traceparent) -> SpanContext:
    flags = TraceFlags(TraceFlags.SAMPLED if position.sampled else TraceFlags.DEFAULT)
    return SpanContext(int(position.trace_id, 16), int(position.span_id, 16), is_remote=True, trace_flags=flags)


def _exporter(traces: str) -> SpanExporter:
    if traces.startswith(_FILE):
        return LinesExporter(traces.removeprefix(_FILE))
    from opentelemetry.exporter.otlp.proto.http import trace_exporter  # noqa: PLC0415 - a file needs no protobuf

    logging.getLogger(trace_exporter.__name__).addFilter(_Seldom())
    told = any(os.environ.get(f"OTEL_EXPORTER_OTLP_{name}TIMEOUT") for name in ("", "TRACES_"))
    return trace_exporter.OTLPSpanExporter(timeout=None if told else _EXPORT_S)


def _resource(service: str) -> Resource:
    try:
        release = version("lianfang")
    except PackageNotFoundError:  # run from a source tree
        release = "source"
    instance = f"{socket.gethostname()}:{os.getpid()}"
    ours = {"service.namespace": "lianfang", "service.name": service, "service.instance.id": instance}
    # OTEL_RESOURCE_ATTRIBUTES may say the version, and more, but not who we are.
    return Resource({"service.version": release}).merge(OTELResourceDetector().detect()).merge(Resource(ours))
