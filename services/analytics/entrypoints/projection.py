"""HTTP and the timer of the facts themselves: how far they are, and their rebuild."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from nameko.timer import Timer

from lianfang.runtime.wired import APP, Wired
from lianfang.web.api import api
from lianfang.web.call import Call
from services.analytics.entrypoints import projection_problems  # noqa: F401 - says how exceptions are answered

KEEP_S = 1
LOOKERS = frozenset({"viewer", "supervisor", "dispatcher", "operator"})
OPERATORS = frozenset({"operator"})


class RebuildAnswer(Schema):
    """A rebuild: state none, reading, comparing, swapped, refused or failed; done and total in messages."""

    state = fields.String(required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    per_second = fields.Integer(required=True)
    carried = fields.Integer(required=True)
    started_at = fields.String(required=True)
    seconds = fields.Float(required=True)
    reason = fields.String(required=True)
    differences = fields.List(fields.String(), required=True)


class ProjectionAnswer(Schema):
    """How far the facts are. places: the next offset by log. gaps: stretches of the logs marked as lacking."""

    generation = fields.Integer(required=True)
    places = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    catching_up = fields.Boolean(required=True)
    gaps = fields.Integer(required=True)
    aggregates_lacking_events = fields.Integer(required=True)
    taken = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    problem = fields.String(required=True, allow_none=True)
    rebuild = fields.Nested(RebuildAnswer, required=True)


class RebuildWish(Schema):
    """anyway: swap even if the same reading of the same log gave something else."""

    anyway = fields.Boolean(load_default=False)


class KeepTimer(Timer):
    """A timer which, when the service stops, first lets the files go."""

    def stop(self) -> None:
        """See the class's text."""
        self.container.config[APP].projection.close()
        super().stop()


class ProjectionApi:
    """See the module's text."""

    app: Any = Wired()

    @KeepTimer.decorator(KEEP_S, eager=True)
    def keep_facts(self) -> None:
        """Open the facts as soon as nobody else has them."""
        self.app.projection.tick()

    @api("GET", "/v1/projection", roles=LOOKERS, response=ProjectionAnswer, summary="How far the facts are")
    def get_projection(self, _call: Call) -> Any:
        """Return it."""
        return self.app.projection.status()

    @api(
        "POST", "/v1/projection/rebuild", roles=OPERATORS, body=RebuildWish, response=RebuildAnswer, status=202,
        summary="Read the event log anew beside the facts in use, compare, and swap",
    )  # fmt: skip
    def rebuild(self, call: Call) -> Any:
        """Begin it."""
        return self.app.projection.rebuild(anyway=call.body["anyway"]).to_dict()
