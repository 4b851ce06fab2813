"""Spans into a file, one JSON object per line, as the SDK writes them; several processes may append to one file."""

from __future__ import annotations

import os
from collections.abc import Sequence

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult


class LinesExporter(SpanExporter):
    """Appends to a file, whole lines at a time. Raises OSError when it can't be opened."""

    def __init__(self, path: str) -> None:
        self._file: int | None = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Write them. A disk that is full loses them, and nothing else."""
        if self._file is None:
            return SpanExportResult.FAILURE
        try:
            for span in spans:
                line = span.to_json(indent=None).encode() + b"\n"
                if os.write(self._file, line) < len(line):
                    return SpanExportResult.FAILURE
        except OSError:
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        """Close the file."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)
