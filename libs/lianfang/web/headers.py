"""Request headers with rules of their own: Idempotency-Key, If-Match, X-Correlation-Id."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any, Literal

from lianfang.web.problems import Problem

MAX_KEY_CHARS = 200
_KEY = re.compile(rf"[\x21-\x7e]{{1,{MAX_KEY_CHARS}}}\Z")
_CORRELATION = re.compile(r"[A-Za-z0-9._:-]{1,128}\Z")
_ETAG = re.compile(r'"(\d{1,18})"\Z')


def idempotency_key(environ: Mapping[str, Any]) -> str:
    """Return the required ``Idempotency-Key``. Raises a 400 Problem naming the header.

    Source: draft-ietf-httpapi-idempotency-key-header; its quotes are optional here.
    """
    text: str = environ.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    key = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    if _KEY.match(key):
        return key
    problem = "is missing" if not text else f"must be 1 to {MAX_KEY_CHARS} visible ASCII characters"
    raise Problem(
        400, "Idempotency key needed", f"The header Idempotency-Key {problem}. "
        "Send a fresh random one (a UUID) per request, and the same one when you repeat it.",
        slug="idempotency-key-needed",
    )  # fmt: skip


def if_match(environ: Mapping[str, Any]) -> int | Literal["*"] | None:
    """Return the version named by ``If-Match``, ``"*"``, or None without it. Raises a 400 or 412 Problem."""
    text = environ.get("HTTP_IF_MATCH")
    if text is None:
        return None
    if text.strip() == "*":
        return "*"
    if found := _ETAG.match(text.strip()):
        return int(found[1])
    if "," in text:
        raise Problem(400, "Bad If-Match", "Send exactly one ETag, as you got it.")
    raise Problem(
        412, "Precondition failed", f"{text.strip()!r} is no ETag of ours. Read it afresh and decide again."
    )


def correlation_id(environ: Mapping[str, Any]) -> str:
    """Return ``X-Correlation-Id``, or a new id when it is absent or ill-formed (it must never break a log line)."""
    text: str = environ.get("HTTP_X_CORRELATION_ID", "")
    return text if _CORRELATION.match(text) else str(uuid.uuid4())
