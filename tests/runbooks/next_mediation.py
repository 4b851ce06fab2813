"""The mediation service of the next release: it takes a report in version 2 as one in version 1."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

from dataclasses import replace

from lianfang.messaging.envelope import Event
from lianfang.runtime.service import serve
from services.mediation.app.react.on_incident import KINDS, OnIncident
from services.mediation.entrypoints import incidents
from services.mediation.entrypoints.service import MediationService
from services.mediation.wiring import build
from tests.runbooks.next_contract import V1, V2, older

_take = OnIncident.__call__


def _either(self: OnIncident, event: Event) -> bool:
    if event.type == V2:
        event = replace(event, type=V1, data=older(event.data))
    return _take(self, event)


if __name__ == "__main__":
    incidents.KINDS = KINDS | {V2}  # type: ignore[attr-defined]
    OnIncident.__call__ = _either  # type: ignore[method-assign]
    serve(MediationService, build)
