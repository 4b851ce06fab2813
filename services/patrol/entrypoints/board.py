"""HTTP, the bus and the timers of the unit board."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.messaging.trust import require_sender
from lianfang.regions import codes
from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired
from lianfang.web.access import require_near, require_role
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import FieldError, NotFound, Problem, know
from services.patrol.app.board import views
from services.patrol.app.board.access import COMMAND, OVERSEE, NotAllowed, oversees
from services.patrol.app.board.incidents import KINDS
from services.patrol.app.board.units import NoUnit
from services.patrol.domain.board.unit import ENDS, WAY
from services.patrol.entrypoints import board_bodies as bodies
from services.patrol.entrypoints import problems  # noqa: F401 - tells the use cases' exceptions
from services.patrol.entrypoints.incidents import TRUSTED

FOLLOW_S, FIRE_S, REFRESH_S = 1, 1, 60
READ = OVERSEE | {"team"}
ACT = COMMAND | {"team"}
STEPS = (*WAY[1:], *ENDS)

know(NoUnit, 404, "Not found")
know(NotAllowed, 403, "Forbidden")


class BoardApi:
    """See the module's text."""

    app: Any = Wired()

    @timer(FOLLOW_S)
    @patient
    def follow_shifts(self) -> None:
        """Take what has changed of the shifts; one process at a time does."""
        self.app.board_uses.follow()

    @timer(FIRE_S)
    @patient
    def fire_units(self) -> None:
        """Tell of duties and breaks that have ended."""
        while self.app.board_uses.fire():
            continue

    @timer(REFRESH_S)
    @patient
    def refresh_units(self) -> None:
        """Take over what was changed of the posts."""
        self.app.board_uses.refresh()

    @subscribe("patrol.tasks", prefetch=16, with_delivery=True)
    def take_task(self, event: Event, delivery: Delivery) -> None:
        """A unit is chosen for an incident, or let go."""
        require_sender(delivery, TRUSTED, "who was sent where")
        if event.type not in KINDS:
            raise Permanent(f"{event.type} sends no unit")
        try:
            self.app.board_uses.take(event)
        except NoUnit as error:
            raise Permanent(str(error)) from None

    @api(
        "GET", "/v1/units", roles=READ, query=bodies.UnitsQuery, response=bodies.UnitsAnswer,
        summary="Units by place, capability and state: who is on duty where",
    )  # fmt: skip
    def list_units(self, call: Call) -> Reply:
        """Return a page of those in the caller's region; to a team its own."""
        query, caller = call.query, call.caller
        team = "" if oversees(caller) else caller.team
        if not team:
            require_role(caller, *OVERSEE)
        region = _wanted(call) if team else max(_wanted(call), caller.region, key=len)
        with checked_cursor():
            found = self.app.board_uses.board.page(
                region, team=team, capability=query["capability"], state=query["state"],
                on_duty=query["on_duty"], limit=query["limit"], cursor=query["cursor"],
            )  # fmt: skip
        return page_reply(call, [views.unit(each, caller) for each in found.units], found.cursor)

    @api("GET", "/v1/units/<id>", roles=READ, response=bodies.UnitAnswer, summary="One unit")
    def get_unit(self, call: Call) -> Reply:
        """Return it."""
        return _told(call, self.app.board_uses.board.get(call.path["id"], call.caller))

    @api(
        "POST", "/v1/units/<id>/state", roles=ACT, body=bodies.HandBody, idempotent=True,
        response=bodies.UnitAnswer, summary="Set by hand whether a unit can be sent, until a time",
    )  # fmt: skip
    def set_unit_state(self, call: Call) -> Reply:
        """Set it, or take back what was set."""
        said = call.body
        return _told(call, self.app.board_uses.board.set_state(
            call.path["id"], said["state"], said["reason"], said["until"], call.caller, call.command()
        ))  # fmt: skip

    @api(
        "POST", "/v1/units/<id>/assignments/<incident>/<state>", roles=ACT, idempotent=True,
        response=bodies.UnitAnswer, summary="Say how far a unit is: accepted, en_route, on_scene, done, released",
    )  # fmt: skip
    def move_assignment(self, call: Call) -> Reply:
        """Note it."""
        id, incident, state = (call.path[name] for name in ("id", "incident", "state"))
        if state not in STEPS:
            raise NotFound(f"There is no step {state}: use one of {', '.join(STEPS)}.")
        return _told(call, self.app.board_uses.board.move(id, incident, state, call.caller, call.command()))


def _wanted(call: Call) -> str:
    """Return the narrowest place asked for. Raises Forbidden when it is not near the caller's region."""
    county, region = call.query["county"], call.query["region"]
    if county and region and not codes.contains(county, region):
        wrong = FieldError(field="region", message=f"does not lie in {county}", remedy="Give one of the two.")
        raise Problem(400, "Invalid query", "Wrong: region.", [wrong])
    wanted: str = region or county
    if wanted and oversees(call.caller):
        require_near(call.caller, wanted)
    return wanted


def _told(call: Call, stored: Any) -> Reply:
    return Reply(views.unit(stored, call.caller), version=stored.version)
