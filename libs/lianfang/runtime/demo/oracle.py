"""Who must be asked about a report, worked out from the region pack alone.

It is a second, plain reading of the rules, which shares no code with the incident service: where the two disagree,
the demo's books don't balance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lianfang.regions.model import Team
from lianfang.regions.pack import Pack
from lianfang.runtime.demo.where import Atlas

_CLASSES = ("10", "20", "30", "40", "50", "60", "65", "70", "80", "90", "95", "99")
_FORCES = ("patrol", "case", "traffic")  # who joins community officers in an emergency, in this order


class Oracle:
    """Answers for one county's pack on one day."""

    def __init__(self, pack: Pack, day: date) -> None:
        self._pack, self._atlas = pack, Atlas(pack)
        self._zone_of = {t: z.zone for z in pack.zones if z.holds_on(day) for t in z.townships}
        self._priority = {category.code: category.priority for category in pack.categories}
        self._fallbacks = {each.name: each.fallbacks for each in pack.routing.capabilities}

    def teams(self, report: Mapping[str, Any]) -> frozenset[str]:
        """Return the full ids of all teams and shops that must get a task for a report of the day."""
        county = self._pack.county.code
        category = _category(report["category"])
        priority = report.get("priority") or self._priority.get(category) or self._priority[f"{category[:2]}0000"]
        place = self._atlas.region(self._place(report))
        accused = report.get("accused", ())
        if category.startswith("95"):
            return frozenset({self._supervision(accused)})
        zone = self._zone_of.get(place[:9], "")
        facts = {"category": category, "priority": priority, "place": place, "source": report["source"]}
        asked = self._by_rules(facts, zone)
        room = self._first("command", zone, neighbours=False)
        return frozenset({*asked, room or f"{county}.county.command", *self._partners(report.get("shop", ""))})

    def _place(self, report: Mapping[str, Any]) -> Mapping[str, Any]:
        shop = next((each for each in self._pack.shops if each.full_id == report.get("shop")), None)
        place: Mapping[str, Any] = report["place"]
        return {"grid": shop.grid} if shop and not place else place

    def _by_rules(self, facts: dict[str, Any], zone: str) -> set[str]:
        """Return the teams that the county's table asks for, the command room's own rule aside."""
        wanted: list[str] = []
        for rule in self._pack.routing.rules:
            if rule.when.holds(**facts):
                wanted += rule.capabilities
                if rule.stop:
                    break
        wanted = [capability for capability in dict.fromkeys(wanted) if capability != "command"]
        found = {self._first(capability, zone) for capability in wanted} - {""}
        community = wanted == ["community"] and self._pack.routing.emergencies.holds(**facts)
        if community and not self._may_be_alone(zone):
            found.add(next((team for each in _FORCES if (team := self._first(each, zone)) not in found | {""}), ""))
        return found - {""}

    def _first(self, capability: str, zone: str, *, neighbours: bool = True) -> str:
        """Return the team asked for a capability: own zone, neighbour zones, county; then for its fallbacks."""
        near = self._pack.routing.neighbours.get(zone, ()) if neighbours else ()
        for wanted in (capability, *self._fallbacks.get(capability, ())):
            for each in (zone, *near, "county"):
                teams = [team for team in self._pack.teams if team.zone == each and wanted in team.capabilities]
                if teams:
                    return min(teams, key=lambda team: (team.tier, team.id)).full_id
        return ""

    def _supervision(self, accused: Sequence[str]) -> str:
        free = [
            team
            for team in self._of_county("supervision")
            if not {*team.units, team.station, team.full_id} & set(accused)
        ]
        return free[0].full_id if free else f"{self._pack.county.code}.county.supervision"

    def _of_county(self, capability: str) -> Iterable[Team]:
        return (team for team in self._pack.teams if team.zone == "county" and capability in team.capabilities)

    def _may_be_alone(self, zone: str) -> bool:
        policies = (each.policy.community_only_responder for each in self._pack.zones if each.zone == zone)
        return self._pack.routing.community_only_responder or any(policies)

    def _partners(self, shop: str) -> set[str]:
        """Return the other shops of the 三户联防 group."""
        name = shop.rpartition(".")[2]
        group = next((each.shops for each in self._pack.groups if name in each.shops), ()) if shop else ()
        return {each.full_id for each in self._pack.shops if each.id in group and each.id != name}


def _category(said: str) -> str:
    known = said.isdigit() and 2 <= len(said) <= 6 and said[:2] in _CLASSES
    return said.ljust(6, "0") if known else "990000"
