"""HTTP and the timer of rosters: planners draft, plan, mend, publish and withdraw; who sees the county looks."""

from __future__ import annotations

from itertools import islice
from typing import Any

from marshmallow import ValidationError
from nameko.timer import timer

from lianfang.regions import codes
from lianfang.runtime.aside import aside
from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_county, require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import page_reply
from lianfang.web.problems import FieldError, Problem
from services.patrol.app.rosters import views
from services.patrol.app.rosters.picture import picture
from services.patrol.app.rosters.queries import Shown
from services.patrol.app.rosters.table import table
from services.patrol.domain.rosters.problem import Assignment
from services.patrol.domain.rosters.rota import Rota
from services.patrol.entrypoints import problems  # noqa: F401 - tells the use cases' exceptions
from services.patrol.entrypoints import roster_bodies as bodies

PLANNERS = frozenset({"planner"})
READ = frozenset({"viewer", "dispatcher", "supervisor", "planner"})
RESUME_S = 1
MOST_LISTED = 500


class RostersApi:
    """See the module's text."""

    app: Any = Wired()

    @timer(RESUME_S)
    @patient
    def resume_rosters(self) -> None:
        """Take up what a process left undone, and make the shifts of what was published."""
        self.app.roster_desk.resume()

    @api(
        "POST", "/v1/rosters", roles=PLANNERS, body=bodies.DraftBody, idempotent=True, status=201,
        response=bodies.RosterAnswer, summary="Make a draft for days of a unit",
    )  # fmt: skip
    def draft_roster(self, call: Call) -> Reply:
        """Make it; planning is asked for apart."""
        require_region(call.caller, call.body["unit"][: codes.Level.COUNTY])
        return self._told(self.app.roster_desk.plan.draft(**call.body, command=call.command()))

    @api(
        "GET", "/v1/rosters", roles=READ, query=bodies.RostersQuery, response=bodies.RostersAnswer,
        summary="Rosters of a unit or county, by first day",
    )  # fmt: skip
    def list_rosters(self, call: Call) -> Any:
        """Return them."""
        unit: str = call.query["unit"] or ""
        county = unit[:6] or call.query["county"] or call.caller.region[: codes.Level.COUNTY]
        require_county(county)
        require_region(call.caller, county)
        rosters = self.app.roster_desk.rosters
        found = rosters.of_unit(unit) if unit else rosters.of_county(county)
        return {"items": [rosters.view(each) for each in islice(found, MOST_LISTED)]}

    @api(
        "GET", "/v1/rosters/<id>", roles=READ, response=bodies.RosterAnswer, summary="One roster, and how far it is"
    )
    def roster(self, call: Call) -> Any:
        """Return it."""
        return self.app.roster_desk.rosters.view(self._seen(call))

    @api(
        "POST", "/v1/rosters/<id>/plan", roles=PLANNERS, body=bodies.PlanBody, idempotent=True, status=202,
        response=bodies.RosterAnswer, summary="Plan it, or the next version of a published one",
    )  # fmt: skip
    def plan_roster(self, call: Call) -> Reply:
        """Have the solver begin."""
        rota = self._seen(call)
        self.app.roster_desk.plan.start(rota.id, call.command(), **call.body)
        return self._told(rota.id)

    @api(
        "POST", "/v1/rosters/<id>/cancel", roles=PLANNERS, body=bodies.CancelBody, idempotent=True,
        response=bodies.RosterAnswer, summary="End its planning with the best so far, or give it up",
    )  # fmt: skip
    def cancel_roster(self, call: Call) -> Reply:
        """Cancel it."""
        rota = self._seen(call)
        self.app.roster_desk.plan.cancel(rota.id, call.command(), **call.body)
        return self._told(rota.id)

    @api(
        "POST", "/v1/rosters/<id>/publish", roles=PLANNERS, idempotent=True, response=bodies.RosterAnswer,
        summary="Publish it, checked against things as they are now",
    )  # fmt: skip
    def publish_roster(self, call: Call) -> Reply:
        """Publish it, or say what keeps it from that."""
        rota = self._seen(call)
        self.app.roster_desk.publish(rota.id, call.command())
        return self._told(rota.id)

    @api(
        "POST", "/v1/rosters/<id>/withdraw", roles=PLANNERS, body=bodies.WithdrawBody, idempotent=True,
        response=bodies.RosterAnswer, summary="Withdraw a published roster whose days are all to come",
    )  # fmt: skip
    def withdraw_roster(self, call: Call) -> Reply:
        """Withdraw it."""
        rota = self._seen(call)
        self.app.roster_desk.withdraw(rota.id, call.body["reason"], call.command())
        return self._told(rota.id)

    @api(
        "GET", "/v1/rosters/<id>/assignments", roles=READ, query=bodies.PlacesQuery, response=bodies.PlacesAnswer,
        summary="Who has which place, by page",
    )  # fmt: skip
    def assignments(self, call: Call) -> Reply:
        """Return a page of them."""
        shown, asked = self._shown(call), call.query
        wanted = (
            place for place in sorted(shown.roster)
            if asked["person"] in ("", place.person) and asked["slot"] in ("", place.slot)
        )  # fmt: skip
        begin, limit = int(asked["cursor"] or 0), asked["limit"]
        found = list(islice(wanted, begin, begin + limit + 1))
        cursor = str(begin + limit) if len(found) > limit else None
        return page_reply(call, views.assignments(shown.problem, found[:limit]), cursor)

    @api(
        "PUT", "/v1/rosters/<id>/assignments", roles=PLANNERS, body=bodies.EditBody, idempotent=True,
        response=bodies.RosterAnswer, summary="Change a planned roster by hand; the rules it breaks are told",
    )  # fmt: skip
    def edit_roster(self, call: Call) -> Reply:
        """Take assignments away, then set others."""
        rota = self._seen(call)
        try:
            bodies.something(call.body)
        except ValidationError as error:
            wrong = FieldError(field="set", message=str(error.messages[0]), remedy="Give one.")
            raise Problem(400, "Invalid body", "Wrong: set. Nothing was stored.", [wrong]) from None
        self.app.roster_desk.edit(rota.id, _places(call.body["unset"]), _places(call.body["set"]), call.command())
        return self._told(rota.id)

    @api(
        "GET", "/v1/rosters/<id>/check", roles=READ, response=bodies.CheckAnswer,
        summary="Which rules it breaks, and what changed, as things are now",
    )  # fmt: skip
    def check_roster(self, call: Call) -> Any:
        """Check what is planned, or in force."""
        return self.app.roster_desk.rosters.checked(self._seen(call))

    @api(
        "GET", "/v1/rosters/<id>/table", roles=READ, query=bodies.WhichQuery, produces="text/csv",
        summary="A line for each place, by day",
    )  # fmt: skip
    def roster_table(self, call: Call) -> Reply:
        """Return it as CSV."""
        shown = self._shown(call)
        content = aside(table)(shown.problem, shown.roster).encode("utf-8-sig")  # as spreadsheets know UTF-8
        name = f'attachment; filename="roster-{shown.rota.unit}-{shown.rota.first}.csv"'
        return Reply(content=content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})

    @api(
        "GET", "/v1/rosters/<id>/picture.svg", roles=READ, query=bodies.PictureQuery, produces="image/svg+xml",
        summary="People by days",
    )  # fmt: skip
    def roster_picture(self, call: Call) -> Reply:
        """Return it as SVG."""
        shown = self._shown(call)
        drawn = aside(picture)(shown.problem, shown.roster, skip=call.query["skip"], most=call.query["people"])
        return Reply(content=drawn.encode(), content_type="image/svg+xml")

    def _seen(self, call: Call) -> Rota:
        rota: Rota = self.app.roster_desk.rosters.get(call.path["id"])
        require_region(call.caller, rota.county)
        return rota

    def _shown(self, call: Call) -> Shown:
        shown: Shown = self.app.roster_desk.rosters.shown(self._seen(call), call.query["which"])
        return shown

    def _told(self, id: str) -> Reply:
        return Reply(self.app.roster_desk.rosters.view(self.app.roster_desk.rosters.get(id)))


def _places(told: list[dict[str, Any]]) -> list[Assignment]:
    return [Assignment(**each) for each in told]
