"""The zones, stations, teams and rings of the scenario (一室三队: a command room and three teams a zone)."""

from __future__ import annotations

from datetime import date

from lianfang.regions.model import COUNTY_ZONE, Ring, Station, Team, Zone
from lianfang.regions.pack.standard import county_teams, zone_teams
from scenarios.shouning.facts import COUNTY, ZONES, Township, townships

EFFECTIVE = date(2024, 1, 1)
NEIGHBOURS = {
    "aoyang": ("nanyang", "xiadang", "xietan"),
    "nanyang": ("aoyang", "xietan"),
    "xiadang": ("aoyang", "xietan"),
    "xietan": ("nanyang", "aoyang", "xiadang"),
}


def zones() -> tuple[Zone, ...]:
    """Return the four zones, each with the townships that it merges."""
    return tuple(
        Zone(word, name, tuple(town.code for town in townships() if town.zone == word), EFFECTIVE, county=COUNTY)
        for word, name in ZONES.items()
    )


def stations() -> tuple[Station, ...]:
    """Return a station per township (the central one of a zone holds its command room) and the county's bureau."""
    aoyang = next(town for town in townships() if town.word == "aoyang")
    out = [_station(town, _is_central(town)) for town in townships()]
    bureau = Station(
        "county-bureau", "寿宁县公安局", COUNTY_ZONE, "bureau", aoyang.code, aoyang.lon, aoyang.lat, COUNTY
    )
    return (*out, bureau)


def teams() -> tuple[Team, ...]:
    """Return four teams per zone and the county's own."""
    zonal = [
        team
        for zone, name in ZONES.items()
        for team in zone_teams(COUNTY, zone, name, station=f"{zone}-station", units=_units(zone))
    ]
    return (*zonal, *county_teams(COUNTY, station="county-bureau", units=("county-bureau",)))


def rings() -> tuple[Ring, ...]:
    """Return circles of the 1-3-5 rule: stations and seats, then banks and schools, then malls. Places made up."""
    out: list[Ring] = []
    for town in townships():
        out.append(_ring(town, 1, "station", "派出所", 0.0, 0.0, 400))
        out.append(_ring(town, 1, "government", "政府", 0.0015, 0.001, 400))
        if _is_central(town):
            out.append(_ring(town, 3, "bank", "银行", 0.002, -0.002, 900))
            out.append(_ring(town, 3, "school", "学校", -0.003, 0.002, 900))
    aoyang = next(town for town in townships() if town.word == "aoyang")
    out.append(_ring(aoyang, 5, "mall", "商场", 0.004, 0.003, 1800))
    return tuple(sorted(out, key=lambda ring: ring.id))


def _is_central(town: Township) -> bool:
    return town.word == town.zone


def _station(town: Township, central: bool) -> Station:
    kind, title = ("central", "中心派出所") if central else ("station", "派出所")
    return Station(
        f"{town.word}-station", f"{town.name[:-1]}{title}", town.zone, kind, town.code, town.lon, town.lat, COUNTY
    )


def _units(zone: str) -> tuple[str, ...]:
    return tuple(f"{town.word}-station" for town in townships() if town.zone == zone)


def _ring(town: Township, ring: int, kind: str, title: str, east: float, north: float, radius_m: float) -> Ring:
    lon, lat = round(town.lon + east, 5), round(town.lat + north, 5)
    return Ring(f"{town.word}-{kind}", ring, kind, f"{town.name}{title}", lon, lat, float(radius_m), COUNTY)
