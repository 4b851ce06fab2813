"""HTTP: the board now, and its changes as they come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields, validate
from nameko.timer import timer

from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import NotFound
from lianfang.web.sse import Ended, Message
from services.analytics.app.live.follow import Follower
from services.analytics.entrypoints import projection_problems  # noqa: F401 - says how exceptions are answered

LOOK = frozenset({"viewer", "dispatcher", "supervisor", "intake", "mediation", "planner", "operator"})
PULL_S, HEALTH_S = 0.25, 5
_FOREVER = "private, max-age=31536000, immutable"


class LiveQuery(Schema):
    """Where to go on."""

    cursor = fields.Integer(
        required=True, validate=validate.Range(0, 2**63 - 1),
        metadata={"description": "of the board as last read, or the id of the last event heard"},
    )  # fmt: skip


class ItemAnswer(Schema):
    """One thing on the board."""

    kind = fields.String(metadata={"description": "incident, unit, gap, shift, case, alert …"})
    id = fields.String()
    county = fields.String()
    region = fields.String()
    restricted = fields.Boolean()
    changed = fields.Integer(metadata={"description": "of two versions the one with the higher number holds"})
    body = fields.Dict(keys=fields.String())


class BoardAnswer(Schema):
    """What happens now. cut: there is more than can be shown."""

    cursor = fields.String()
    now = fields.String()
    cut = fields.Boolean()
    items = fields.List(fields.Nested(ItemAnswer))


class Live:
    """See the module's text. The app has `live`, a LiveDesk."""

    app: Any = Wired()

    @timer(PULL_S)
    def pull_changes(self) -> None:
        """Look for changes; the projector asks for it too, after each batch."""
        self.app.live.hub.pull()

    @timer(HEALTH_S, eager=True)
    def look_at_platform(self) -> None:
        """Ask the services how they are."""
        self.app.live.platform.look()

    @api(
        "GET",
        "/v1/board",
        roles=LOOK,
        response=BoardAnswer,
        summary="What happens now, and a cursor to go on from",
    )
    def board(self, call: Call) -> Reply:
        """Return the snapshot."""
        return Reply(self.app.live.board.snapshot(call.caller), headers={"Cache-Control": "no-store"})

    @api(
        "GET", "/v1/live", roles=LOOK, query=LiveQuery, produces="text/event-stream",
        summary="Server-sent events: item, gone, reset (read the board anew); each id is a cursor",
    )  # fmt: skip
    def live(self, call: Call) -> Reply:
        """Follow the board."""
        return Reply(stream=_Feed(self.app.live.follow(call.caller, call.query["cursor"])))

    @api("GET", "/v1/map", roles=LOOK, summary="Counties of the caller's region, each with its release")
    def maps(self, call: Call) -> Any:
        """Return county -> release."""
        return {"counties": self.app.live.atlas.counties(call.caller)}

    @api(
        "GET", "/v1/map/<county>/<release>", roles=LOOK,
        summary="A county's grids, names, teams and categories; the same for ever under one release",
    )  # fmt: skip
    def county_map(self, call: Call) -> Reply:
        """Return what the page draws."""
        found = self.app.live.atlas.county(call.path["county"], call.caller)
        if found is None or found["release"] != call.path["release"]:
            raise NotFound("There is no such release of a county of yours; /v1/map lists what there is.")
        return Reply(found, headers={"Cache-Control": _FOREVER, "Vary": "Authorization"})

    @api(
        "GET",
        "/v1/platform",
        roles=LOOK,
        summary="Which services are ready, and why not; what waits in the queues between them",
    )
    def platform(self, call: Call) -> Any:
        """Return the last word of each."""
        platform = self.app.live.platform
        return {"services": platform.health(), "bus": platform.bus(call.caller)}


class _Feed:
    """A follower as the source of a stream."""

    def __init__(self, follower: Follower) -> None:
        self._follower = follower

    def next(self, timeout_s: float) -> Sequence[Message]:
        if self._follower.over:
            raise Ended
        return [_message(told.word, told.cursor, told.body) for told in self._follower.next(timeout_s)]

    def wake(self) -> None:
        self._follower.wake()

    def close(self) -> None:
        self._follower.wake()


def _message(word: str, cursor: int, body: dict[str, Any]) -> Message:
    return Message(json.dumps(body, ensure_ascii=False, separators=(",", ":")), id=str(cursor), event=word)
