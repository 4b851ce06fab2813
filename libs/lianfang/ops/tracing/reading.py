"""Spans read back from a file of ``LIANFANG_TRACES=file:…``, and put together into traces."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


class NoSpans(ValueError):
    """The file holds something else; the text names the line."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A span that ended. parent: id of the span above it, empty for a root. kind: server, producer …"""

    trace: str
    id: str
    parent: str
    service: str
    instance: str
    name: str
    kind: str
    start: datetime
    end: datetime
    failed: bool
    attributes: Mapping[str, Any]

    @property
    def correlation(self) -> str:
        """The correlation id, empty when it has none."""
        return str(self.attributes.get("lianfang.correlation_id", ""))


@dataclass(frozen=True, slots=True)
class Trace:
    """All spans of one trace that are there, by their start."""

    id: str
    spans: Sequence[Ended]

    @property
    def start(self) -> datetime:
        """When its first span began."""
        return self.spans[0].start

    @property
    def seconds(self) -> float:
        """From its first beginning to its last end."""
        return (max(span.end for span in self.spans) - self.start).total_seconds()

    def roots(self) -> list[Ended]:
        """Return the spans whose parent is not there: the first cause, or what a lost span caused."""
        known = {span.id for span in self.spans}
        return [span for span in self.spans if span.parent not in known]

    def below(self, span: Ended) -> list[Ended]:
        """Return what a span caused, by its start."""
        return [each for each in self.spans if each.parent == span.id]


def read(path: Path) -> Iterator[Ended]:
    """Yield the spans of a file. Raises NoSpans, OSError. A last line that is still being written is left out."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith("\n"):
                return
            try:
                yield _span(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError):
                raise NoSpans(f"{path}, line {number} is no span as LIANFANG_TRACES=file:… writes them") from None


def traces(spans: Iterable[Ended]) -> list[Trace]:
    """Return the traces, oldest first."""
    found: dict[str, list[Ended]] = defaultdict(list)
    for span in spans:
        found[span.trace].append(span)
    made = [Trace(id, sorted(each, key=lambda span: (span.start, span.end))) for id, each in found.items()]
    return sorted(made, key=lambda trace: trace.start)


def _span(raw: Mapping[str, Any]) -> Ended:
    resource = raw["resource"]["attributes"]
    return Ended(
        trace=raw["context"]["trace_id"].removeprefix("0x"), id=raw["context"]["span_id"].removeprefix("0x"),
        parent=(raw["parent_id"] or "").removeprefix("0x"), service=resource["service.name"],
        instance=resource["service.instance.id"], name=raw["name"],
        kind=raw["kind"].removeprefix("SpanKind.").lower(), start=datetime.fromisoformat(raw["start_time"]),
        end=datetime.fromisoformat(raw["end_time"]), failed=raw["status"]["status_code"] == "ERROR",
        attributes=raw["attributes"],
    )  # fmt: skip
