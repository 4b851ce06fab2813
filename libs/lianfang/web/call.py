"""What an `@api` handler is given and what it gives back."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lianfang.persistence.aggregate import Command
from lianfang.web.access import Caller
from lianfang.web.problems import Problem
from lianfang.web.sse import Source

_COMMAND_IDS = uuid.UUID("0d6c6d1e-2f43-5a0c-9d0e-7f2f3b1f0c55")


@dataclass(frozen=True, slots=True)
class Call:
    """One checked request.

    body, query: what their schemas loaded; `{}` without a schema, a Received for an upload.
    path: values of the route's ``<names>``.
    body_hash: SHA-256 over method, path and canonical JSON body: equal for a true repeat, whatever its spacing.
    if_match: the version in ``If-Match: "<version>"``, ``"*"``, or None without that header.
    url, query_text: path and query string as asked.
    traceparent: a new span under the caller's trace; hand it to the events this call causes.
    expires: when the caller's token does, seconds since the epoch.
    """

    caller: Caller
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = field(default_factory=dict)
    idempotency_key: str = ""
    body_hash: str = ""
    correlation_id: str = ""
    traceparent: str = ""
    if_match: int | Literal["*"] | None = None
    url: str = ""
    query_text: str = ""
    expires: float = math.inf

    @property
    def command_id(self) -> str:
        """uuid5 of caller and Idempotency-Key, the same for every repeat; random when no key was given."""
        if not self.idempotency_key:
            return str(uuid.uuid4())
        return str(uuid.uuid5(_COMMAND_IDS, f"{self.caller.subject}\n{self.idempotency_key}"))

    def command(self) -> Command:
        """Return the command for `Aggregates.execute`: id, actor, body hash, correlation and trace."""
        return Command(
            id=self.command_id, actor=self.caller.subject, body_hash=self.body_hash,
            correlation=self.correlation_id, traceparent=self.traceparent,
        )  # fmt: skip

    def expected_version(self) -> int | None:
        """Return the version the caller saw, None for ``If-Match: *``. Raises a 428 Problem without the header."""
        if self.if_match is None:
            raise Problem(
                428, "Precondition required", 'Send the ETag you last read: If-Match: "<version>".',
                slug="precondition-required",
            )  # fmt: skip
        return None if self.if_match == "*" else self.if_match

    def require_version(self, actual: int) -> None:
        """Raise a Problem, 428 without ``If-Match`` or 412 when it names another version than `actual`."""
        expected = self.expected_version()
        if expected is not None and expected != actual:
            raise precondition_failed(actual)


def precondition_failed(actual: int) -> Problem:
    """Return the 412 problem that tells the version now stored."""
    return Problem(
        412, "Precondition failed", f"It is at version {actual} now. Read it afresh and decide again.",
        headers={"ETag": etag(actual)},
    )  # fmt: skip


def etag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. body: JSON-able (dates, enums, sets are converted), None for an empty answer.

    status: None takes the endpoint's own. version: sent as ETag.
    content, content_type: bytes to send as they are instead of a body, and their media type; declare the endpoint's
    with ``@api(…, produces="application/pdf")`` for the OpenAPI document.
    stream: server-sent events instead of a body, sent without holding a worker until the caller's token expires.
    """

    body: Any = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    content: bytes | None = None
    content_type: str = ""
    stream: Source | None = None

    def __post_init__(self) -> None:
        if (self.content is None) == bool(self.content_type) or (
            self.content is not None and self.body is not None
        ):
            raise ValueError("content and content_type go together, and with no body")
