"""HTTP: free rooms, sessions as iCalendar, and the feeds behind secret addresses."""

from __future__ import annotations

from typing import Any

from lianfang.feeds.ics import MEDIA_TYPE
from lianfang.feeds.secret import NoFeed
from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import Forbidden, know
from services.mediation.domain.sessions.booking import Slot, person, room_of
from services.mediation.entrypoints.roster import READ, require_near
from services.mediation.entrypoints.roster_answers import FeedAnswer, FreeAnswer, FreeQuery

_CALENDAR = "text/calendar"
_FEED_MAKERS = frozenset({"mediation", "mediator"})

know(NoFeed, 404, "Not found")


class FeedApi:
    """Calendars are looked at, and taken out. No answer here names a party."""

    app: Any = Wired()

    @api(
        "GET", "/v1/studios/<id>/free", roles=READ, query=FreeQuery, response=FreeAnswer,
        summary="When each room of a studio is free on a local day, for at least so many minutes",
    )  # fmt: skip
    def free(self, call: Call) -> Any:
        """Return the free times."""
        studio = self.app.roster.studio(call.path["id"]).item
        require_near(call.caller, studio.county)
        day, minutes = call.query["day"], call.query["minutes"]
        rooms = [
            {"room": room.id, "free": _slots(self.app.calendars.free([room_of(studio.id, room.id)], day, minutes))}
            for room in (studio.rooms if studio.active else ())
        ]
        return {"rooms": rooms}

    @api(
        "POST", "/v1/mediators/<id>/feed", roles=_FEED_MAKERS, idempotent=True, response=FeedAnswer, status=201,
        summary="A secret address for a mediator's calendar, told once; an older one ends",
    )  # fmt: skip
    def put_mediator_feed(self, call: Call) -> Any:
        """Make the feed."""
        return self._put(call, self._mediator(call), f"调解日程 {call.path['id']}")

    @api(
        "DELETE", "/v1/mediators/<id>/feed", roles=_FEED_MAKERS, idempotent=True, summary="Revoke the address"
    )  # fmt: skip
    def revoke_mediator_feed(self, call: Call) -> Reply:
        """Revoke the feed."""
        self.app.feeds.revoke(self._mediator(call), call.command())
        return Reply()

    @api(
        "POST", "/v1/studios/<id>/feed", roles={"mediation"}, idempotent=True, response=FeedAnswer, status=201,
        summary="A secret address for a studio's calendar, told once; an older one ends",
    )  # fmt: skip
    def put_studio_feed(self, call: Call) -> Any:
        """Make the feed."""
        owner, name = self._studio(call)
        return self._put(call, owner, name)

    @api("DELETE", "/v1/studios/<id>/feed", roles={"mediation"}, idempotent=True, summary="Revoke the address")
    def revoke_studio_feed(self, call: Call) -> Reply:
        """Revoke the feed."""
        self.app.feeds.revoke(self._studio(call)[0], call.command())
        return Reply()

    @api(
        "GET", "/v1/calendars/<token>.ics", public=True, produces=_CALENDAR,
        summary="The calendar behind a secret address, for calendar programs",
    )  # fmt: skip
    def feed(self, call: Call) -> Reply:
        """Return it."""
        return _ics(self.app.feeds.read(call.path["token"]))

    def _put(self, call: Call, owner: str, title: str) -> dict[str, Any]:
        secret = self.app.feeds.put(owner, title, call.command())
        return {"owner": owner, "path": f"/v1/calendars/{secret}.ics" if secret else None}

    def _mediator(self, call: Call) -> str:
        id: str = call.path["id"]
        if id != call.caller.subject:
            if not call.caller.has("mediation"):
                raise Forbidden("A mediator has only its own feed.")
            require_near(call.caller, self.app.roster.mediator(id).item.county)
        else:
            self.app.roster.mediator(id)
        return person(id)

    def _studio(self, call: Call) -> tuple[str, str]:
        studio = self.app.roster.studio(call.path["id"]).item
        require_near(call.caller, studio.county)
        return f"studio:{studio.id}", studio.name


def _slots(found: list[Slot]) -> list[dict[str, str]]:
    return [{"start": slot.start.isoformat(), "end": slot.end.isoformat()} for slot in found]


def _ics(content: bytes) -> Reply:
    return Reply(content=content, content_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=300"})
