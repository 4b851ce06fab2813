"""HTTP: the region tree and its grids."""

from __future__ import annotations

from typing import Any

from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import PageQuery, page_reply
from services.grid.entrypoints.answers import GridAnswer, RegionAnswer, RegionsAnswer
from services.grid.entrypoints.paged import page_of
from services.grid.entrypoints.scope import touches


class Regions:
    """See the module's text."""

    app: Any = Wired()

    @api("GET", "/v1/regions", query=PageQuery, response=RegionsAnswer, summary="The counties")
    def counties(self, call: Call) -> Reply:
        """Return those of the caller's region."""
        found = [one for one in self.app.queries.children("") if touches(call.caller, one["code"])]
        return page_reply(call, *page_of(found, call.query))

    @api("GET", "/v1/regions/<code>", response=RegionAnswer, summary="A region with its path and zone")
    def region(self, call: Call) -> Any:
        """Return it."""
        code = call.path["code"]
        require_region(call.caller, code)
        return self.app.queries.region(code, self.app.today())

    @api(
        "GET", "/v1/regions/<code>/children", query=PageQuery, response=RegionsAnswer,
        summary="The regions right below, by code",
    )  # fmt: skip
    def children(self, call: Call) -> Reply:
        """Return a page."""
        code = call.path["code"]
        require_region(call.caller, code)
        return page_reply(call, *page_of(self.app.queries.children(code), call.query))

    @api("GET", "/v1/grids/<code>", response=GridAnswer, summary="A grid with its polygon")
    def grid(self, call: Call) -> Any:
        """Return it."""
        code = call.path["code"]
        require_region(call.caller, code)
        return self.app.queries.grid(code, self.app.today())
