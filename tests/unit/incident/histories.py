"""Random reports and random histories of incidents, for property tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from hypothesis import strategies as st

from services.incident.app.routing_view import NOTHING, RoutingView
from services.incident.domain import deadlines
from services.incident.domain.acting import Move, act
from services.incident.domain.closing import close
from services.incident.domain.correction import correct
from services.incident.domain.facts import Fact
from services.incident.domain.incident import Incident
from services.incident.domain.intake import Report, assess, take
from services.incident.domain.place import Claim
from services.incident.domain.task import TEAM_ACTIONS, Refused
from tests.fixtures.incident import (
    COUNTY,
    DAY,
    GRIDS,
    LEFT,
    LON,
    MORNING,
    OTHER_COUNTY,
    OTHER_LON,
    RIGHT,
    SHOPS,
    registry_of,
    small_pack,
)

KNOWN = registry_of(small_pack(), small_pack(OTHER_COUNTY, OTHER_LON))
REGISTRIES = (KNOWN, NOTHING)

points = st.one_of(
    st.sampled_from([LEFT, RIGHT, (OTHER_LON, LEFT[1]), (LON + 30, 0.0)]),
    st.tuples(st.floats(-400, 400), st.floats(-100, 100)),
)
codes = st.one_of(st.sampled_from([*GRIDS, COUNTY, OTHER_COUNTY, "350429"]), st.text("0123456789x", max_size=17))
accused = st.lists(
    st.sampled_from([f"{COUNTY}.county.supervision", f"{COUNTY}.county", COUNTY, "left-station", f"{COUNTY}.left",
                     "right-station", f"{OTHER_COUNTY}.county.supervision", "990100", "990000"]),
    max_size=4,
)  # fmt: skip
classes = ["100200", "200100", "300100", "400100", "700000", "900100", "950100", "95", "EMS", ""]


@st.composite
def claims(draw: Any) -> Claim:
    """Any claim about a place."""
    point = draw(st.none() | points)
    lon, lat = point or (None, None)
    grid, text = draw(st.just("") | codes), draw(st.sampled_from(["", "w1", "e1 by the river", "nowhere"]))
    return Claim(draw(st.sampled_from([COUNTY, GRIDS[0]])), COUNTY, lon, lat, grid, text)


@st.composite
def reports(draw: Any) -> Report:
    """Any report."""
    source = draw(st.sampled_from(["call", "grid", "shop"]))
    return Report(
        source=source, category=draw(st.sampled_from(classes) | st.text(max_size=8)), claim=draw(claims()),
        opened_by="caller", priority=draw(st.none() | st.integers(1, 4)),
        shop=draw(st.sampled_from([*SHOPS, "nonsense"])) if source == "shop" else "", accused=tuple(draw(accused)),
        duress=draw(st.booleans()), sealed="token",
    )  # fmt: skip


def taken(report: Report, registry: RoutingView, now: datetime = MORNING) -> tuple[Incident, list[Fact]]:
    """Take a report."""
    return take("incident-1", report, assess(report, DAY, registry), now, registry)


class History:
    """An incident on its way, with all facts so far."""

    def __init__(self, report: Report, registry: RoutingView) -> None:
        self.registry, self.now = registry, MORNING
        self.incident, self.facts = taken(report, registry)

    def step(self, kind: str, number: int, claim: Claim) -> None:
        """Let something happen; what is refused changes nothing."""
        self.now += timedelta(seconds=number % 400)
        try:
            after, facts = self._step(kind, number, claim)
        except Refused:
            return
        self.incident, self.facts = after, [*self.facts, *facts]

    def _step(self, kind: str, number: int, claim: Claim) -> tuple[Incident, list[Fact]]:
        task = self.incident.tasks[number % len(self.incident.tasks)]
        match kind:
            case "timer":
                return deadlines.fire(self.incident, self.now, DAY, self.registry)
            case "correct":
                return correct(self.incident, claim, "token", "dispatcher", self.now, DAY, self.registry)
            case "close" if number % 7 == 0:
                return close(self.incident, "handled", "dispatcher", self.now)
            case "close":
                return self.incident, []
            case _:
                return act(self.incident, Move(task.id, cast(Any, kind), task.team), self.now, DAY, self.registry)


@st.composite
def histories(draw: Any) -> History:
    """An incident after any history."""
    history = History(draw(reports()), draw(st.sampled_from(REGISTRIES)))
    kinds = st.sampled_from([*TEAM_ACTIONS, "timer", "timer", "correct", "close"])
    for kind, number, claim in draw(st.lists(st.tuples(kinds, st.integers(0, 2000), claims()), max_size=12)):
        history.step(kind, number, claim)
    return history
