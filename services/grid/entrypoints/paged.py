"""Pages of what is in memory, ordered by code; the cursor is the last code that was told."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from lianfang.web.paging import checked_cursor

_CODE = re.compile(r"\d{2,16}\Z")


def page_of(found: Sequence[Mapping[str, Any]], query: Mapping[str, Any]) -> tuple[list[Any], str | None]:
    """Return a page and the next cursor; a release that comes between two pages breaks nothing.

    query: loaded by a PageQuery. Raises a 400 Problem for a cursor that is none.
    """
    after = query["cursor"] or ""
    with checked_cursor():
        if after and not _CODE.match(after):
            raise ValueError(after)
    start = bisect_right(found, after, key=lambda one: one["code"])
    page = list(found[start : start + query["limit"]])
    more = start + len(page) < len(found)
    return page, page[-1]["code"] if more else None
