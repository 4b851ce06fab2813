"""Errors over HTTP: RFC 9457 problem details, ``application/problem+json``.

`type` is ``urn:lianfang:problem:<slug>``; clients tell problems apart by it; `title` and `detail`
are for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, TypeVar

from lianfang.persistence.handled import ReusedId
from lianfang.persistence.store import Conflict, StoreUnavailable

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_S = 2
E = TypeVar("E", bound=Exception)
_NO_WORD = re.compile(r"[^a-z0-9]+")


class FieldError(TypedDict):
    """One field that is wrong: its dotted path, what is wrong, and what to do."""

    field: str
    message: str
    remedy: str


class NotFound(Exception):
    """What was asked for is not there, or the caller may not know that it is; the message is shown. 404."""


class Forbidden(Exception):
    """The caller is known and may not do this; the message is shown. 403."""


class Problem(Exception):
    """An error answer. Raise it anywhere below an `@api` handler."""

    def __init__(
        self, status: int, title: str, detail: str = "", errors: Sequence[FieldError] = (), *,
        slug: str = "", headers: Mapping[str, str] | None = None, extra: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """slug: the last part of `type`, by default made of the title. extra: further members of the answer."""
        super().__init__(detail or title)
        self.status, self.title, self.detail, self.errors = status, title, detail, list(errors)
        self.slug = slug or _NO_WORD.sub("-", title.lower()).strip("-")
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})

    def to_dict(self) -> dict[str, Any]:
        """Return the members of the answer."""
        body: dict[str, Any] = {
            "type": f"urn:lianfang:problem:{self.slug}",
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = self.errors
        return body | self.extra


_known: dict[type[Exception], Callable[[Exception], Problem]] = {}


def know(kind: type[Exception], status: int, title: str, *, slug: str = "", detail: str | None = None,
         headers: Mapping[str, str] | None = None) -> None:  # fmt: skip
    """Answer exceptions of `kind` (and its subclasses) with this problem.

    detail: fixed text; by default the exception's own message, which then must be fit for strangers' eyes.
    """
    _known[kind] = lambda error: Problem(
        status, title, str(error) if detail is None else detail, slug=slug, headers=headers
    )


def know_by(kind: type[E], make: Callable[[E], Problem]) -> None:
    """Answer exceptions of `kind` (and its subclasses) with the problem that `make` returns."""
    _known[kind] = make  # type: ignore[assignment]


def problem_of(error: BaseException) -> Problem | None:
    """Return the problem for a Problem or a known exception, None for an unexpected one."""
    if isinstance(error, Problem):
        return error
    for kind in type(error).__mro__:
        if (make := _known.get(kind)) is not None:
            return make(error)  # type: ignore[arg-type]
    return None


know(NotFound, 404, "Not found")
know(Forbidden, 403, "Forbidden")
know(ReusedId, 422, "Idempotency key reused", detail=(
    "This Idempotency-Key was used before with another request. Repeat that request unchanged, or take a new key."
))  # fmt: skip
know(
    Conflict, 409, "Conflict", detail="It changed while this request was handled. Read it afresh and decide again."
)
know(StoreUnavailable, 503, "Store unavailable", headers={"Retry-After": str(RETRY_AFTER_S)}, detail=(
    "The request may or may not have been stored. Repeat it, with the same Idempotency-Key if it had one."
))  # fmt: skip
