"""The collection of cases: how they are stored, found and announced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from lianfang.regions.codes import upwards
from services.mediation.app.announcing import announce
from services.mediation.app.codec import Dossier, decode, encode
from services.mediation.app.tally import marks
from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import trail

NAME = "cases"
SOURCE = "/services/mediation"
TEAM_MARK, MEDIATOR_MARK, OPENER_MARK, SEALED_MARK = "team:", "mediator:", "opener:", "sealed:"


BUSY = ("assigned", "mediating", "agreed", "performing")
"""States in which a mediator has the case in hand; visits afterwards are the owner's."""


def collections() -> tuple[Collection, ...]:
    """Declare where cases lie.

    visible: every region that sees it, from the place's own to the country (marked when sealed), its owner, its
    mediator, the teams of a red one, and who opened a sealed one. mediator: who has it in hand. tally:
    how it counts (app/tally). printing: set while a document is to be made.
    """
    declared = collection(
        NAME, key("visible", many=True), key("tally", many=True), key("opened_at"), key("state"), key("risk"),
        key("mediator"), key("printing"),
    )  # fmt: skip
    return declared, archive(NAME)


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Dossier]:
    """Return the runner of use cases on cases."""
    return Aggregates(store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


def change(before: Dossier, facts: Sequence[Fact], result: Any = None) -> Change[Dossier]:
    """Return the change that adds facts to a case and announces them; none: only the command is remembered."""
    if not facts:
        return Change(None, (), result)
    steps = list(trail(before.case, facts))
    after = Dossier(steps[-1][1], (*before.facts, *facts))
    return Change(after, announce(steps), result, due=after.case.due(), keys=_keys(after.case))


def _keys(case: Case) -> dict[str, Any]:
    return {
        "visible": visible(case), "tally": marks(case), "state": case.state, "risk": case.risk,
        "opened_at": case.opened_at.isoformat() if case.opened_at else None,
        "mediator": case.mediator if case.state in BUSY and case.mediator else None,
        "printing": "yes" if any(each.state == "requested" for each in case.documents) else None,
    }  # fmt: skip


def visible(case: Case) -> list[str]:
    """Return who finds the case: regions, its owner, its mediators."""
    mark = SEALED_MARK if case.sealed else ""
    regions = {f"{mark}{region}" for own in {case.region, case.county} for region in upwards(own)}
    own = {f"{TEAM_MARK}{case.owner}"} if case.owner else set()
    alarmed = {f"{TEAM_MARK}{team}" for team in case.alarm_teams} if case.risk == "red" else set()
    mediators = {f"{MEDIATOR_MARK}{case.mediator}"} if case.mediator else set()
    opener = {f"{OPENER_MARK}{case.opened_by}"} if case.sealed else set()
    return sorted(regions | own | alarmed | mediators | opener)
