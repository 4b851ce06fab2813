"""HTTP: what is to be expected where, and the tide a planner adopts."""

from __future__ import annotations

from typing import Any

from lianfang.datafile import NotValid
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_county, require_near, require_region
from lianfang.web.api import api
from lianfang.web.call import Call
from lianfang.web.problems import FieldError, Problem
from services.patrol.domain.demand.history import Work
from services.patrol.entrypoints import post_answers as answers
from services.patrol.entrypoints import post_views as views
from services.patrol.entrypoints.posts import refusal

READ = frozenset({"planner", "supervisor", "dispatcher"})


class DemandApi:
    """Counts by grid and hour, never an incident; a suggestion becomes a tide when a planner says so."""

    app: Any = Wired()

    @api(
        "GET", "/v1/demand", roles=READ, query=answers.DemandQuery, response=answers.DemandAnswer,
        summary="Incidents to be expected in a county, or around a post with its tide beside a suggested one",
    )  # fmt: skip
    def demand(self, call: Call) -> Any:
        """Return it."""
        county, post = call.query["county"], call.query["post"]
        if bool(county) == bool(post):
            wrong = FieldError(field="county", message="or post is needed", remedy="Give one of county and post.")
            raise Problem(400, "Invalid query", "Wrong: county.", [wrong])
        if post:
            require_region(call.caller, self.app.posts.get(post).region)
            work = Work(*(call.query[name] for name in ("minutes", "share", "least", "most")))
            return views.post_demand(self.app.demand.of_post(post, work))
        require_county(county)
        require_near(call.caller, county)
        region = max(county, call.caller.region, key=len)
        found = self.app.demand.of_county(county, None if region == county else [region])
        return views.county_demand(county, found)

    @api(
        "POST", "/v1/posts/<id>/tides/<kind>", roles={"planner"}, body=answers.AdoptBody, idempotent=True,
        response=answers.AdoptedAnswer, summary="Adopt a tide for a post; 412 when its posts changed meanwhile",
    )  # fmt: skip
    def adopt_tide(self, call: Call) -> Any:
        """Make it the post's."""
        id, kind = call.path["id"], call.path["kind"]
        require_region(call.caller, self.app.posts.get(id).region)
        try:
            version = self.app.posts.adopt(id, kind, call.body["rows"], call.body["version"], call.command())
        except NotValid as wrong:
            raise refusal(wrong, "tide") from None
        return {"version": version}
