"""A trace as a tree for people: who did what when, and for how long."""

from __future__ import annotations

from collections.abc import Iterator

from lianfang.ops.tracing.reading import Ended, Trace

_TOLD = ("cloudevents.event_type", "http.response.status_code", "lianfang.outcome", "error.type")


def head(trace: Trace) -> str:
    """Return a trace in one line."""
    roots = trace.roots()
    missing = f", {len(roots) - 1} parts hang on spans that are not here" if len(roots) > 1 else ""
    return (
        f"trace {trace.id}  {trace.start:%Y-%m-%d %H:%M:%S} UTC  {roots[0].service}: {roots[0].name}"
        f"  ({len(trace.spans)} spans, {trace.seconds * 1000:.1f} ms{missing})"
    )


def lines(trace: Trace) -> Iterator[str]:
    """Yield the head, then a line per span: begin and duration in milliseconds, service, what it did."""
    yield head(trace)
    yield f"{'begin ms':>9} {'took ms':>9}  {'service':<10} "
    for root in trace.roots():
        yield _line(trace, root, "")
        yield from _below(trace, root, "")


def _below(trace: Trace, span: Ended, indent: str) -> Iterator[str]:
    children = trace.below(span)
    for child in children:
        last = child is children[-1]
        yield _line(trace, child, indent + ("└─ " if last else "├─ "))
        yield from _below(trace, child, indent + ("   " if last else "│  "))


def _line(trace: Trace, span: Ended, branch: str) -> str:
    begin, took = (span.start - trace.start).total_seconds(), (span.end - span.start).total_seconds()
    told = [str(span.attributes[name]) for name in _TOLD if name in span.attributes]
    more = f"  [{' '.join(word for word in dict.fromkeys(told) if word not in span.name)}]".replace("  []", "")
    return f"{begin * 1000:>9.1f} {took * 1000:>9.1f}  {span.service:<10} {branch}{span.name}{more}"
