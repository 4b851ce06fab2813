"""The rules that differ by county, as data (services/patrol/policy/default.yaml); each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil

from services.patrol.domain.rosters.problem import Limits, Night, Weights

FOUR_WEEKS = 28
_OVER_FOUR_WEEKS = ("most_minutes", "min_minutes", "most_turns", "most_weekends")


@dataclass(frozen=True, slots=True)
class CheckIn:
    """When an arrival counts.

    tolerance: metres from the mark, for marks that say none themselves. accuracy: metres; a position known worse
    than this tells nothing. early, late: before and after a shift's start. offline: how old a record kept on a
    phone without a network may be when it is sent.
    """

    tolerance: int = 50
    accuracy: int = 100
    early: timedelta = timedelta(minutes=30)
    late: timedelta = timedelta(hours=1)
    offline: timedelta = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a mode gets on: metres per second on its way, and the way's length over the straight line."""

    metres_per_second: float
    detour: float = 1.0

    def seconds(self, metres: float) -> float:
        """Return how long it takes to a place so many metres away as the crow flies."""
        return metres * self.detour / self.metres_per_second


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of one county. version: recorded with each roster that they governed.

    limits: by force; those over the horizon are meant for four weeks, see `limits_over`.
    accompanied: who of a force is never on duty without one of another.
    no_show_after: from the start of a shift until who has not checked in is a no-show.
    reminders: before the start, longest first.
    ask_for, ask_for_begun: how long an ask stays open, long before a shift and when it has begun; see `asked_for`.
    asks_at_once: how many are asked for one place at a time. swap_needs_approval: a planner's, after the taker's.
    fairness_period: how far back turns, nights and weekends count. points_per_hour: service points of volunteers.
    stop_minutes: preferred at a mark, least and most. idle_minutes: kind of post -> how long a mark without a
    duration of its own may be without a visit while the post is on duty; kinds that are absent are not watched.
    speeds: mode (foot, car, fixed) -> speed. rings: minutes within which units are to be there, in order.
    horizon_frozen: from now on; planning anew leaves what is published in it alone, only repairs change it.
    certificate_warning: before a certificate expires. sources: part of the policy, as ``limits.officer`` -> source.
    """

    version: str
    limits: Mapping[str, Limits]
    accompanied: Mapping[str, str] = field(default_factory=lambda: {"volunteer": "officer"})
    night: Night = field(default_factory=Night)
    weights: Weights = field(default_factory=Weights)
    no_show_after: timedelta = timedelta(minutes=15)
    reminders: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=2))
    ask_for: timedelta = timedelta(minutes=20)
    ask_for_begun: timedelta = timedelta(minutes=5)
    asks_at_once: int = 1
    swap_needs_approval: bool = True
    fairness_period: timedelta = timedelta(days=365)
    points_per_hour: int = 10
    check_in: CheckIn = CheckIn()
    stop_minutes: tuple[int, int] = (10, 16)
    idle_minutes: Mapping[str, int] = field(default_factory=dict)
    speeds: Mapping[str, Speed] = field(default_factory=dict)
    rings: tuple[int, ...] = (1, 3, 5)
    horizon_frozen: timedelta = timedelta(days=7)
    certificate_warning: timedelta = timedelta(days=30)
    sources: Mapping[str, str] = field(default_factory=dict)

    def limits_over(self, force: str, days: int) -> Limits:
        """Return the limits of a force for a horizon of so many days; no limits for an unknown force.

        Caps over the horizon grow and shrink with it, rounded up: one turn in a day's roster is always possible,
        also the longest that a duty may be.
        The least minutes are rounded up too, and never asked of less than four weeks.
        """
        limits = self.limits.get(force, Limits())
        scaled: dict[str, int | None] = {}
        for name in _OVER_FOUR_WEEKS:
            four_weeks = getattr(limits, name)
            scaled[name] = None if four_weeks is None else ceil(four_weeks * days / FOUR_WEEKS)
        if scaled["most_minutes"] is not None and limits.longest is not None:
            scaled["most_minutes"] = max(scaled["most_minutes"], limits.longest)
        if days < FOUR_WEEKS:
            scaled["min_minutes"] = None
        return replace(limits, **scaled)  # type: ignore[arg-type]

    def asked_for(self, until_start: timedelta) -> timedelta:
        """Return how long an ask stays open when a shift begins in `until_start` (negative: it has begun).

        A third of what is left, so that two others can still be asked; never longer than `ask_for`, never shorter
        than `ask_for_begun`.
        """
        return max(self.ask_for_begun, min(self.ask_for, until_start / 3))
