"""Lists over HTTP, page by page: at most 200 entries, an opaque cursor, and a ``Link`` to the next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from marshmallow import Schema, fields, validate

from lianfang.web.call import Call, Reply
from lianfang.web.problems import Problem

MAX_LIMIT = 200
DEFAULT_LIMIT = 50


class PageQuery(Schema):
    """Query parameters of every list; inherit and add filters."""

    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT))
    cursor = fields.String(load_default=None, validate=validate.Length(min=1, max=2000))


def page_reply(call: Call, items: Sequence[Any], cursor: str | None) -> Reply:
    """Answer with one page; `cursor` is the store's for the next one, None at the end.

    The body is ``{"items": […], "next": <path or null>}``; the same path stands in the Link header (RFC 8288).
    """
    if cursor is None:
        return Reply({"items": list(items), "next": None})
    kept = [(name, value) for name, value in parse_qsl(call.query_text) if name != "cursor"]
    target = f"{quote(call.url)}?{urlencode([*kept, ('cursor', cursor)])}"
    return Reply({"items": list(items), "next": target}, headers={"Link": f'<{target}>; rel="next"'})


@contextmanager
def checked_cursor() -> Iterator[None]:
    """Turn a store's ValueError for a foreign cursor into a 400 Problem; wrap the query in it."""
    try:
        yield
    except ValueError:
        raise Problem(
            400,
            "Bad cursor",
            "The cursor is not of this list. Start again without one, or follow `next` unchanged.",
        ) from None
