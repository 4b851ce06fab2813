"""What every change asked for over HTTP comes to: it is made, or it was so already."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.persistence.aggregate import Change, Command
from services.incident.app.access import NotThere
from services.incident.app.incidents import Desk
from services.incident.domain.incident import Incident
from services.incident.domain.task import Refused

ALREADY = "already"


def carry_out(
    desk: Desk, id: str, command: Command, decide: Callable[[Incident | None], Change[Incident]]
) -> Incident:
    """Decide on an incident and return it as it is then; what was so already stays so, without an error.

    Raises NotThere, ReusedId, Refused for any other reason, and what `decide` raises.
    """
    try:
        desk.incidents.execute(id, command, decide)
    except Refused as refused:
        if refused.reason != ALREADY:
            raise
    stored = desk.incidents.get(id)
    if stored is None:
        raise NotThere("There is no such incident.")
    return stored.state
