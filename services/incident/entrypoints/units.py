"""HTTP and the bus: which units are on duty, which are recommended, which are sent."""

from __future__ import annotations

from typing import Any

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.messaging.trust import require_sender
from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from lianfang.web.problems import FieldError, Problem, know_by
from services.incident.app import views
from services.incident.app.send_units import UnknownUnit
from services.incident.domain.task import Refused
from services.incident.entrypoints.answers import AdviceAnswer, IncidentAnswer
from services.incident.entrypoints.problems import refusal
from services.incident.entrypoints.schemas import ReleaseQuery, SendBody

_TELLS_OF_DUTY = frozenset({"svc-patrol", "lianfang-admin"})
_DISPATCH = frozenset({"dispatcher", "supervisor"})


class Units:
    """See the module's text."""

    app: Any = Wired()

    @subscribe("incident.duty", prefetch=64, with_delivery=True)
    def learn_duty(self, event: Event, delivery: Delivery) -> None:
        """Take a unit's newest state."""
        require_sender(delivery, _TELLS_OF_DUTY, "who is on duty")
        if event.type != "patrol.duty_changed.v1":
            raise Permanent(f"{event.type} tells of no unit on duty")
        self.app.duty.learn(contract_of(event.type).load(event.data), event.sequence)

    @api(
        "GET", "/v1/incidents/<id>/recommendations", roles=_DISPATCH, response=AdviceAnswer,
        summary="Units on duty, the nearest suitable first, each with its reasons",
    )  # fmt: skip
    def recommend_units(self, call: Call) -> Any:
        """Return the units."""
        found = self.app.send_units.recommended(call.path["id"], call.caller)
        return {"items": [views.advice(one) for one in found.advice], "units_known": found.known}

    @api(
        "POST", "/v1/incidents/<id>/units", roles=_DISPATCH, body=SendBody, idempotent=True,
        response=IncidentAnswer, summary="Send a unit; another than the first recommended needs a reason",
    )  # fmt: skip
    def send_unit(self, call: Call) -> Reply:
        """Send it."""
        said = call.body
        return self._answered(call, lambda: self.app.send_units.send(
            call.path["id"], said["unit"], said["reason"], call.caller, call.command()
        ))  # fmt: skip

    @api(
        "DELETE", "/v1/incidents/<id>/units/<unit>", roles=_DISPATCH, query=ReleaseQuery, idempotent=True,
        response=IncidentAnswer, summary="Let a unit go",
    )  # fmt: skip
    def release_unit(self, call: Call) -> Reply:
        """Let it go."""
        return self._answered(call, lambda: self.app.send_units.release(
            call.path["id"], call.path["unit"], call.query["reason"], call.caller, call.command()
        ))  # fmt: skip

    def _answered(self, call: Call, act: Any) -> Reply:
        try:
            incident = act()
        except Refused as refused:
            raise refusal(refused) from None
        shown = views.incident(incident, call.caller) | views.units(incident, self.app.send_units.states(incident))
        return Reply(shown, version=incident.version)


def _unknown(error: UnknownUnit) -> Problem:
    wrong = FieldError(field="unit", message=str(error), remedy="Take one of the recommendations.")
    return Problem(422, "Unknown unit", f"Wrong: unit. {error}", [wrong])


know_by(UnknownUnit, _unknown)
