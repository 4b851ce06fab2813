"""The service's replica of regions and forces, as the rules ask it: the domain's Registry over a World."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianfang.regions.model import Deadline, Rule
from lianfang.regions.world import World
from lianfang.registry.view import RegistryView


class RoutingView(RegistryView):
    """The view with the questions of routing, deadlines and escalation; see domain.registry.Registry."""

    def rules(self, *, category: str, priority: int, place: str, source: str) -> Sequence[Rule]:
        """Rules that hold."""
        county = self.world.county_of(place)
        held: list[Rule] = []
        for rule in county.routing.rules if county else ():
            if rule.when.holds(category=category, priority=priority, place=place, source=source):
                held.append(rule)
                if rule.stop:
                    break
        return held

    def is_emergency(self, *, category: str, priority: int, place: str, source: str) -> bool:
        """Whether it is an emergency."""
        return self.world.is_emergency(category=category, priority=priority, place=place, source=source)

    def community_may_be_alone(self, place: str, day: date) -> bool:
        """Policy of the zone."""
        return self.world.community_may_be_alone(place, day)

    def limits(self, place: str, priority: int, ring: int | None) -> Deadline | None:
        """Deadlines."""
        return self.world.deadline(place, priority, ring)

    def escalation(self, place: str) -> Sequence[str]:
        """Steps of escalation."""
        county = self.world.county_of(place)
        return county.deadlines.escalation if county else ()

    def category_priority(self, code: str, place: str) -> int | None:
        """Default priority of a category, or of its class."""
        for each in (code, f"{code[:2]}0000"):
            if found := self.world.category(each, place):
                return found.priority
        return None


NOTHING = RoutingView(World(), {})
"""What the service knows before its first release: nothing, and it takes calls all the same."""
