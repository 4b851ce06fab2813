"""A rule's no as a problem: what is wrong, whose rule it is, what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from lianfang.web.problems import FieldError, Problem


class Refusal(Protocol):
    """What a service's `Refused` tells."""

    reason: str
    message: str
    remedy: str
    field: str
    source: str


def refusal(refused: Refusal, more: Mapping[str, Any] | None = None) -> Problem:
    """Return a refusal: 422 when a field of the request is to blame, else 409, things being as they are.

    more: further members of the answer.
    """
    extra = {
        "reason": refused.reason,
        **({"remedy": refused.remedy} if refused.remedy else {}),
        **({"rule": refused.source} if refused.source else {}),
        **(more or {}),
    }
    slug = refused.reason.replace("_", "-")
    if not refused.field:
        return Problem(409, "Refused", sentence(refused.message, refused.remedy), slug=slug, extra=extra)
    error = FieldError(field=refused.field, message=refused.message, remedy=refused.remedy or "Mend it.")
    return Problem(
        422, "Refused", f"Wrong: {refused.field}. {sentence(refused.message)}", [error], slug=slug, extra=extra
    )  # fmt: skip


def sentence(*parts: str) -> str:
    """Join what is not empty."""
    return "; ".join(part for part in parts if part)
