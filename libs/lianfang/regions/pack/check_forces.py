"""Zones, stations, teams: every township in one zone at a time, and someone in command everywhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from lianfang.regions.codes import Level, level_of
from lianfang.regions.model import COUNTY_ZONE
from lianfang.regions.pack.findings import Findings

COMMAND, SUPERVISION = "command", "supervision"


def check_forces(found: Findings) -> None:
    """Check zones.yaml, stations.yaml and teams.yaml."""
    _check_zones(found)
    _check_stations(found)
    _check_teams(found)


def _check_zones(found: Findings) -> None:
    pack = found.pack
    townships = {code for code, _ in pack.regions if level_of(code) is Level.TOWNSHIP}
    found.unique("zones.yaml", (f"{zone.zone} from {zone.start}" for zone in pack.zones), "zone")
    for zone in pack.zones:
        found.known("zones.yaml", zone.zone, "townships", zone.townships, townships, "regions.csv")
        if zone.zone == COUNTY_ZONE:
            what = f"{COUNTY_ZONE!r} is the word for county-level teams"
            found.error("zones.yaml", zone.zone, what, "choose another word", field="zone")
        if zone.until is not None and zone.until <= zone.start:
            found.error("zones.yaml", zone.zone, "ends before it begins", "correct the dates", field="until")
    changes = {pack.county.effective}
    changes |= {day for zone in pack.zones for day in (zone.start, zone.until) if day}
    for day in sorted(day for day in changes if day >= pack.county.effective):
        _check_cover(found, day, townships)


def _check_cover(found: Findings, day: date, townships: set[str]) -> None:
    holders: dict[str, list[str]] = defaultdict(list)
    for zone in found.pack.zones:
        if zone.holds_on(day):
            for township in zone.townships:
                holders[township].append(zone.zone)
    for township in sorted(townships - holders.keys()):
        what = f"township {township} is in no zone on {day}"
        found.error("zones.yaml", "", what, "add it to a zone", field="townships", codes=(township,))
    for township, zones in sorted(holders.items()):
        if len(zones) > 1:
            what = f"township {township} is in {' and '.join(zones)} on {day}"
            found.error("zones.yaml", zones[0], what, "leave it in one", field="townships", codes=(township,))


def _check_stations(found: Findings) -> None:
    pack = found.pack
    found.unique("stations.yaml", (station.id for station in pack.stations))
    regions = {code for code, _ in pack.regions} | {""}
    for station in pack.stations:
        found.known("stations.yaml", station.id, "zone", [station.zone], _zones(found), "zones.yaml")
        found.known("stations.yaml", station.id, "township", [station.township], regions, "regions.csv")


def _check_teams(found: Findings) -> None:
    pack = found.pack
    found.unique("teams.yaml", (team.full_id for team in pack.teams))
    stations = {station.id for station in pack.stations} | {""}
    catalogue = {capability.name for capability in pack.routing.capabilities}
    provided: dict[str, set[str]] = defaultdict(set)
    for team in pack.teams:
        provided[team.zone].update(team.capabilities)
        found.known("teams.yaml", team.addressee, "zone", [team.zone], _zones(found), "zones.yaml")
        found.known("teams.yaml", team.addressee, "station", [team.station], stations, "stations.yaml")
        found.known("teams.yaml", team.addressee, "capabilities", team.capabilities, catalogue, "routing.yaml")
        if team.id.startswith("shop-"):
            what = f"{team.full_id}: ids that begin with shop- are those of shops"
            found.error("teams.yaml", team.addressee, what, "choose another id", field="id")
    for zone in sorted({zone.zone for zone in pack.zones}):
        if COMMAND not in provided[zone]:
            what = f"zone {zone} has no team with the capability {COMMAND}"
            found.error("teams.yaml", "", what, "add its command room", field="capabilities", codes=(zone,))
    for capability in (COMMAND, SUPERVISION):
        if capability not in provided[COUNTY_ZONE]:
            what = f"the county has no team with the capability {capability}"
            found.error("teams.yaml", "", what, f"add one with zone: {COUNTY_ZONE}", field="capabilities")


def _zones(found: Findings) -> set[str]:
    return {zone.zone for zone in found.pack.zones} | {COUNTY_ZONE}
