"""HTTP: posts, the slots they make, and the days of a county."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lianfang.datafile import NotValid
from lianfang.regions import codes
from lianfang.runtime.wired import Wired
from lianfang.web.access import Caller, require_county, require_near, require_region
from lianfang.web.api import api
from lianfang.web.call import Call
from lianfang.web.problems import FieldError, Problem, know
from services.patrol.app.posts.pack_schema import CalendarBody, PackBody
from services.patrol.app.posts.posts import NoSuchPost, Stale
from services.patrol.app.posts.versions import UnknownVersion
from services.patrol.entrypoints import post_answers as answers
from services.patrol.entrypoints import post_views as views

CHANGE = frozenset({"registry", "planner"})
READ = frozenset({"viewer", "dispatcher", "supervisor", "registry", "planner", "team"})
LONGEST = timedelta(days=366)

know(NoSuchPost, 404, "Not found")
know(UnknownVersion, 404, "Not found")
know(Stale, 412, "Precondition failed")


class PostsApi:
    """A county's posts are put as a whole; they are read by all whose region meets the county."""

    app: Any = Wired()

    @api(
        "PUT", "/v1/post-packs/<county>", roles=CHANGE, body=PackBody, idempotent=True,
        response=answers.ImportedAnswer, summary="Make a county's posts what is sent, as a whole or not at all",
    )  # fmt: skip
    def put_posts(self, call: Call) -> Any:
        """Import them."""
        county = _own_county(call)
        try:
            return self.app.posts.put(county, call.body, call.command())
        except NotValid as wrong:
            raise refusal(wrong, "posts") from None

    @api(
        "GET", "/v1/post-packs/<county>", roles=CHANGE, query=answers.VersionQuery, response=answers.PackAnswer,
        summary="A county's posts as they were put, with the tides adopted since",
    )  # fmt: skip
    def posts_pack(self, call: Call) -> Any:
        """Return the version in force, or another."""
        county = _own_county(call)
        version = call.query["version"]
        if version:
            return {"county": county, "version": version, "pack": self.app.posts.document(county, version)}
        now = self.app.posts.county(county)
        return {"county": county, "version": now.version, "pack": now.document}

    @api(
        "GET", "/v1/posts", roles=READ, query=answers.CountyQuery, response=answers.PostsAnswer,
        summary="Posts of a county or unit",
    )  # fmt: skip
    def list_posts(self, call: Call) -> Any:
        """Return those that lie in the caller's region."""
        unit: str = call.query["unit"]
        county = call.query["county"] or unit[:6] or call.caller.region[: codes.Level.COUNTY]
        require_county(county)
        require_near(call.caller, county)
        by_id = self.app.posts.county(county).by_id
        found = [by_id[id] for id in sorted(by_id) if unit in ("", by_id[id].post.unit)]
        return {"items": [views.post(it) for it in found if _sees(call.caller, it.post.region)]}

    @api("GET", "/v1/posts/<id>", roles=READ, response=answers.PostAnswer, summary="One post")
    def post(self, call: Call) -> Any:
        """Return it."""
        return views.post(_seen(self.app, call))

    @api(
        "GET", "/v1/posts/<id>/slots", roles=READ, query=answers.DaysQuery, response=answers.SlotsAnswer,
        summary="The duties of a post on local days, at most a year of them",
    )  # fmt: skip
    def post_slots(self, call: Call) -> Any:
        """Return its slots."""
        it, first, last = _seen(self.app, call), call.query["first"], call.query["last"]
        if not timedelta() <= last - first < LONGEST:
            remedy = "Give a day up to 365 days after `from`."
            wrong = FieldError(field="to", message="lies before `from`, or more than a year after", remedy=remedy)
            raise Problem(400, "Invalid query", "Wrong: to.", [wrong])
        slots = self.app.posts.post_slots(it.post.id, first, last)
        return {
            "items": [views.slot(each, self.app.posts.zone) for each in slots],
            "guessed": [year for year in range(first.year, last.year + 1) if year not in self.app.holiday_years],
        }

    @api(
        "GET", "/v1/calendars/<county>", roles=READ, response=answers.CalendarAnswer,
        summary="A county's market days (逢墟日) and events",
    )  # fmt: skip
    def calendar(self, call: Call) -> Any:
        """Return them."""
        county = call.path["county"]
        require_county(county)
        require_near(call.caller, county)
        return self._calendar(county)

    @api(
        "PUT", "/v1/calendars/<county>", roles=CHANGE, body=CalendarBody, idempotent=True,
        response=answers.CalendarAnswer, summary="Put a county's market days and events, all of them",
    )  # fmt: skip
    def put_calendar(self, call: Call) -> Any:
        """Put them."""
        county = _own_county(call)
        try:
            self.app.posts.put_calendar(county, call.body, call.command())
        except NotValid as wrong:
            raise refusal(wrong, "calendar") from None
        return self._calendar(county)

    def _calendar(self, county: str) -> dict[str, Any]:
        days = self.app.calendars.days(county)
        return {"county": county, "version": days.version, "calendar": days.document}


def refusal(wrong: NotValid, what: str) -> Problem:
    """Return the problem that tells every fault."""
    errors = [
        FieldError(field=each.field, message=each.what, remedy=each.remedy or "Mend it.") for each in wrong.wrongs
    ]
    return Problem(422, f"Invalid {what}", f"{len(errors)} field(s) are wrong; nothing was changed.", errors)


def _own_county(call: Call) -> str:
    county: str = call.path["county"]
    require_county(county)
    require_region(call.caller, county)
    return county


def _sees(caller: Caller, region: str) -> bool:
    return caller.may_see(region) or codes.contains(region, caller.region)


def _seen(app: Any, call: Call) -> Any:
    it = app.posts.manned(call.path["id"])
    if not _sees(call.caller, it.post.region):
        raise NoSuchPost(f"There is no post {call.path['id']}.")
    return it
