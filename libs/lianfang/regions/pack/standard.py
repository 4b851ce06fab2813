"""The usual forces of a county: one command room and three teams per zone (一室三队), and the county's own."""

from __future__ import annotations

from lianfang.regions.model import COUNTY_ZONE, Team

_ZONE_TEAMS = (
    ("command", "综合指挥室", ("command", "fire-liaison")),
    ("case", "案件办理队", ("case",)),
    ("traffic", "交警队", ("traffic", "patrol")),
    ("community", "社区警务队", ("community", "mediation")),
)
_COUNTY_TEAMS = (
    ("command", "县局指挥中心", ("command", "fire-liaison")),
    ("supervision", "县局督察大队", ("supervision",)),
    ("patrol", "县局巡特警大队", ("patrol",)),
    ("case", "县局刑侦大队", ("case",)),
)


def zone_teams(county: str, zone: str, name: str, *, station: str = "", units: tuple[str, ...] = ()) -> list[Team]:
    """Return a zone's command room and its case, traffic and community teams; `name` begins their names."""
    return _teams(_ZONE_TEAMS, county, zone, name, station, units)


def county_teams(county: str, *, station: str = "", units: tuple[str, ...] = ()) -> list[Team]:
    """Return the county's command centre, supervision, patrol and criminal investigation."""
    return _teams(_COUNTY_TEAMS, county, COUNTY_ZONE, "", station, units)


def _teams(
    titles: tuple[tuple[str, str, tuple[str, ...]], ...], county: str, zone: str, name: str,
    station: str, units: tuple[str, ...],
) -> list[Team]:  # fmt: skip
    return [
        Team(
            id=word, name=f"{name}{title}", zone=zone, kind=word, capabilities=capabilities,
            station=station, units=units, county=county,
        )
        for word, title, capabilities in titles
    ]  # fmt: skip
