"""An answer on its way out: status, headers and bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from http import HTTPStatus
from typing import Any
from uuid import UUID

from lianfang.web.call import Reply, etag
from lianfang.web.problems import CONTENT_TYPE as PROBLEM_TYPE
from lianfang.web.problems import Problem
from lianfang.web.sse import HEADERS as STREAM_HEADERS
from lianfang.web.sse import Source

JSON = "application/json"
_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


@dataclass(slots=True)
class Answer:
    """What goes out. headers: in order, values without line breaks.

    stream: sent instead of the body, until `until` (seconds since the epoch) at the latest.
    """

    status: int
    body: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)
    stream: Source | None = None
    until: float = math.inf

    @property
    def status_line(self) -> str:
        """The status with its phrase."""
        return _LINES.get(self.status) or f"{self.status} Unknown"


def of_reply(reply: Reply, status: int, until: float = math.inf) -> Answer:
    """Turn a handler's reply into an answer; `status` is the endpoint's own. until: when a stream must end."""
    headers = _checked(reply.headers)
    if reply.stream is not None:
        return Answer(reply.status or status, b"", [*headers, *STREAM_HEADERS], reply.stream, until)
    if reply.version is not None:
        headers.append(("ETag", etag(reply.version)))
    if reply.content is not None:
        headers += _checked({"Content-Type": reply.content_type, "X-Content-Type-Options": "nosniff"})
        return Answer(reply.status or status, reply.content, headers)
    if reply.body is None:
        return Answer(reply.status or (204 if status == 200 else status), b"", headers)
    headers.append(("Content-Type", JSON))
    return Answer(reply.status or status, encode(reply.body), headers)


def of_problem(problem: Problem, correlation_id: str) -> Answer:
    """Turn a problem into an answer that also tells the correlation id."""
    headers = [("Content-Type", PROBLEM_TYPE), *_checked(problem.headers)]
    return Answer(problem.status, encode(problem.to_dict() | {"correlation_id": correlation_id}), headers)


def encode(body: Any) -> bytes:
    """Return `body` as JSON in UTF-8; times become RFC 3339, enums their values, sets sorted lists.

    Raises TypeError for other types, ValueError for NaN and infinities.
    """
    return _encode(body).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False).encode


def _checked(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    for name, value in headers.items():
        if "\r" in value or "\n" in value:
            raise ValueError(f"header {name} holds a line break")
    return list(headers.items())
