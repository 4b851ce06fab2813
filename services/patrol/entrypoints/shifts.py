"""HTTP and the timers of shifts: who is to come, who can't, who takes over; one's own shifts, asks, notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_region
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import NotFound, know
from services.patrol.app.shifts import views
from services.patrol.app.shifts.act import NoShift
from services.patrol.app.shifts.open_shifts import TooSlow
from services.patrol.app.shifts.queries import Seen, conditions
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.shifts.shift import LONGEST
from services.patrol.domain.span import Span
from services.patrol.entrypoints import problems  # noqa: F401 - tells the use cases' exceptions
from services.patrol.entrypoints import shift_bodies as bodies
from services.patrol.entrypoints.shift_table import ACTIONS, MEMBER, PLANNER, READ, Action, may_act, require_seen

FIRE_S, SETTLE_S = 1, 5
BACK, AHEAD = LONGEST, timedelta(days=60)

know(NoShift, 404, "Not found")
know(TooSlow, 503, "Busy")


class ShiftsApi:
    """See the module's text. The endpoints of the table are added below."""

    app: Any = Wired()

    @timer(FIRE_S)
    @patient
    def fire_shifts(self) -> None:
        """Fire what is due: asks lapse, reminders, starts, no-shows, ends."""
        while self.app.shift_uses.fire():
            continue

    @timer(SETTLE_S)
    @patient
    def settle_shifts(self) -> None:
        """Bring to an end what crashes left."""
        self.app.shift_uses.settle()

    @api(
        "GET", "/v1/shifts", roles=READ, query=bodies.ShiftsQuery, response=bodies.ShiftsAnswer,
        summary="Shifts by start",
    )  # fmt: skip
    def list_shifts(self, call: Call) -> Reply:
        """Return a page of those in the caller's region."""
        query = call.query
        region = query["region"] or call.caller.region
        require_region(call.caller, region)
        now = self.app.shift_uses.act.clock()
        span = None
        if query["since"] or query["until"]:
            span = Span(query["since"] or now - AHEAD, query["until"] or now + 6 * AHEAD)
        where = conditions(
            unit=query["unit"], post=query["post"], state=query["state"], person=query["person"], span=span
        )
        with checked_cursor():
            found = self.app.shift_uses.shifts.page(
                *where, region=region, limit=query["limit"], cursor=query["cursor"]
            )  # fmt: skip
        return page_reply(call, [views.shift(each.shift) for each in found.shifts], found.cursor)

    @api(
        "GET", "/v1/shifts/<id>", roles=READ | {MEMBER}, response=bodies.ShiftAnswer,
        summary="One shift, its version as ETag",
    )  # fmt: skip
    def get_shift(self, call: Call) -> Reply:
        """Return it; to members without what is others' affair."""
        return _told(self.app, call)

    @api(
        "GET", "/v1/open-shifts", roles=READ | {MEMBER}, query=bodies.OpenQuery, response=bodies.ItemsAnswer,
        summary="Shifts with places to volunteer for, by start",
    )  # fmt: skip
    def open_shifts(self, call: Call) -> Reply:
        """Return a page of a unit; to members who serve of their own."""
        uses, query = self.app.shift_uses, call.query
        region, unit = "", query["unit"]
        if call.caller.has(*READ):
            region = call.caller.region
        else:
            own = uses.act.people.get(person_id(call.caller.subject))
            if own is None or own.state != "active" or unit not in ("", own.unit):
                return page_reply(call, [], None)
            unit = own.unit
        with checked_cursor():
            found = uses.shifts.page(
                *conditions(unit=unit, open=True), region=region, limit=query["limit"], cursor=query["cursor"]
            )
        return page_reply(call, [views.offered(each.shift) for each in found.shifts], found.cursor)

    @api(
        "GET", "/v1/me/shifts", roles={MEMBER}, query=bodies.SpanQuery, response=bodies.ItemsAnswer,
        summary="The caller's own shifts, by start",
    )  # fmt: skip
    def own_shifts(self, call: Call) -> Any:
        """Return them."""
        now, own = self.app.shift_uses.act.clock(), person_id(call.caller.subject)
        span = Span(call.query["since"] or now - BACK, call.query["until"] or now + AHEAD)
        found = self.app.shift_uses.shifts.of_person(own, span)
        return {"items": [views.own(each, own) for each in found], "next": None}

    @api(
        "GET",
        "/v1/me/asks",
        roles={MEMBER},
        response=bodies.ItemsAnswer,
        summary="What the caller is asked to take",
    )
    def own_asks(self, call: Call) -> Any:
        """Return them."""
        own = person_id(call.caller.subject)
        found = self.app.shift_uses.shifts.of_asked(own)
        return {"items": [views.asked(each, own) for each in found], "next": None}

    @api(
        "GET", "/v1/me/notices", roles={MEMBER}, query=bodies.NoticesQuery, response=bodies.ItemsAnswer,
        summary="What concerns the caller, newest first",
    )  # fmt: skip
    def own_notices(self, call: Call) -> Reply:
        """Return a page."""
        query, own = call.query, person_id(call.caller.subject)
        with checked_cursor():
            found = self.app.shift_uses.notices.of(
                own, unread=query["unread"], limit=query["limit"], cursor=query["cursor"]
            )
        return page_reply(call, [views.notice(each) for each in found.documents], found.cursor)

    @api(
        "POST", "/v1/me/notices/<id>/read", roles={MEMBER}, response=bodies.NoticeAnswer,
        summary="Mark a notice as read",
    )  # fmt: skip
    def read_notice(self, call: Call) -> Any:
        """Mark it; again changes nothing."""
        found = self.app.shift_uses.notices.read(call.path["id"], person_id(call.caller.subject))
        if found is None:
            raise NotFound("There is no such notice, or it is not yours.")
        return views.notice(found)

    @api(
        "POST", "/v1/repairs", roles=PLANNER, body=bodies.RepairBody, idempotent=True, status=202,
        response=bodies.RepairAnswer, summary="Have the repair with fewest changes proposed for a unit's next days",
    )  # fmt: skip
    def ask_repair(self, call: Call) -> Any:
        """Ask for it; nothing changes before it is approved."""
        require_region(call.caller, call.body["unit"][:6])
        return views.repair(self.app.shift_uses.repairs.propose(**call.body, command=call.command()))

    @api("GET", "/v1/repairs/<id>", roles=PLANNER, response=bodies.RepairAnswer, summary="A proposed repair")
    def get_repair(self, call: Call) -> Any:
        """Return it."""
        return views.repair(self._repair(call))

    @api(
        "POST", "/v1/repairs/<id>/approve", roles=PLANNER, idempotent=True, response=bodies.RepairAnswer,
        summary="Carry a proposed repair out",
    )  # fmt: skip
    def approve_repair(self, call: Call) -> Any:
        """Carry it out; each change tells what became of it."""
        return views.repair(self.app.shift_uses.repairs.approve(self._repair(call)["id"], call.command()))

    def _repair(self, call: Call) -> Any:
        found = self.app.shift_uses.repairs.get(call.path["id"])
        require_region(call.caller, found["county"])
        return found


def _told(app: Any, call: Call) -> Reply:
    """Answer with a shift as the caller sees it; with its id alone when it is not the caller's to see any more."""
    seen: Seen | None = app.shift_uses.shifts.get(call.path["id"])
    if seen is None:
        raise NoShift
    require_seen(call.caller, seen.shift)
    whole = call.caller.has(*READ) and call.caller.may_see(seen.shift.region or seen.shift.county)
    shown = views.shift(seen.shift) if whole else views.own(seen.shift, person_id(call.caller.subject))
    return Reply(shown, version=seen.version)


def _endpoint(action: Action) -> Callable[..., Reply]:
    def act(self: Any, call: Call) -> Reply:
        action.do(self.app.shift_uses, call, may_act(call, office=action.roles == PLANNER))
        return _told(self.app, call)

    act.__name__ = f"shift_{action.name.replace('-', '_').replace('/', '_').replace('<swap>', 'of')}"
    act.__doc__ = f"{action.summary}."
    declare = api(
        "POST", f"/v1/shifts/<id>/{action.name}", roles=action.roles, body=action.body, idempotent=True,
        response=bodies.ShiftAnswer, summary=action.summary,
    )  # fmt: skip
    return declare(act)


for _action in ACTIONS:
    _made = _endpoint(_action)
    setattr(ShiftsApi, _made.__name__, _made)
