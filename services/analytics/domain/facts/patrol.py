"""What events of patrols and units on duty tell (巡防)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Tells, minutes

STOPS = ("preferred", "shorter", "longer", "unmeasured")


def _idle(data: Row) -> Iterable[Row]:
    return ({**data, "minutes": minutes(data["idle_since"], data["at"])},)


def _stops(data: Row) -> Iterable[Row]:
    return ({**data, "length": length, "stops": data[length]} for length in STOPS if data.get(length))


def _strength(data: Row) -> Iterable[Row]:
    return ({**data, "strength": sum(data["people"].values())},)


def _patrol(kind: str, means: str, *, other: str, word: str = "") -> Tells:
    return Tells(kind, means, category="post", word=word, team="unit", other=other, at="at")


PATROL: Mapping[str, tuple[Tells, ...]] = {
    "patrol.patrol_started.v1": (_patrol("patrol_started", "A patrol began.", other="person"),),
    "patrol.mark_visited.v1": (
        _patrol("mark_visited", "Somebody was at a mark (打卡点), proven.", word="proof", other="mark"),
    ),
    "patrol.checked_in.v1": (
        Tells("checked_in", "Somebody came to their shift and told so at a mark.", category="post", team="unit",
              subject="shift", other="person", at="at"),
    ),
    "patrol.patrol_finished.v1": (
        _patrol("patrol_finished", "A patrol was over; its length: from `patrol_started`.", other="person"),
        Tells("patrol_stops", "Stops of a patrol by length: preferred, shorter, longer, unmeasured.",
              category="post", word="length", team="unit", other="length", at="at", value="stops", unit="stops",
              rows=_stops),
    ),
    "patrol.coverage_gap_found.v1": (
        Tells("gap_found", "A mark had no visit for longer than it may; idle until found.", category="post",
              team="unit", subject="mark", other="idle_since", at="at", value="minutes", unit="minutes",
              rows=_idle),
    ),
    "patrol.coverage_gap_closed.v1": (
        Tells("gap_closed", "The gap with this `other` is over; `late_report`: there was none.", category="post",
              word="reason", team="unit", subject="mark", other="idle_since", at="at", value="minutes",
              unit="minutes", rows=_idle),
    ),
    "patrol.patrol_plan_ready.v1": (
        Tells("patrol_planned", "A plan for patrols was ready; value: visits planned.", team="unit", at="start",
              value="visits", unit="visits"),
    ),
    "patrol.duty_changed.v1": (
        Tells("unit_state", "A unit on duty came to a state; value: people in it.", word="state", team="unit",
              subject="unit", category="mode", value="strength", unit="people", rows=_strength),
    ),
    "patrol.unit_assigned.v1": (
        Tells("unit_assigned", "A unit's assignment was offered, accepted, en route or on the scene.", word="state",
              team="unit", subject="unit", other="incident_id"),
    ),
    "patrol.unit_released.v1": (
        Tells("unit_released", "A unit's assignment is over.", word="reason", team="unit", subject="unit",
              other="incident_id"),
    ),
}  # fmt: skip
"""What each event type gives."""
