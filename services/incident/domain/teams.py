"""Team ids, ``<county>.<zone>.<team>``, and those that exist even when no registry is known."""

from __future__ import annotations

from collections.abc import Collection

from services.incident.domain.registry import Team

COMMAND, SUPERVISION, COMMUNITY, MUTUAL_AID = "command", "supervision", "community", "mutual-aid"
OWN_SCOPE, NEIGHBOUR_SCOPE, COUNTY_SCOPE = "own_zone", "neighbour_zone", "county"


def county_of(team: str) -> str:
    """Return the six-digit code of a team's county."""
    return team.partition(".")[0]


def addressee_of(team: str) -> str:
    """Return ``<zone>.<team>``, as the envelope carries it."""
    return team.partition(".")[2]


def county_command(county: str) -> str:
    """Return the county's command room (指挥中心): the last resort of every report."""
    return f"{county}.county.{COMMAND}"


def county_supervision(county: str) -> str:
    """Return the county's supervision (督察), who alone are told of complaints."""
    return f"{county}.county.{SUPERVISION}"


def tier_above(county: str) -> str:
    """Return the code of the city that the county is in, padded as GB/T 2260 writes it: 350924 -> 350900.

    Above a city comes its province (350000), above that the country (000000).
    """
    for digits in (4, 2):
        above = county[:digits].ljust(6, "0")
        if above != county:
            return above
    return "000000"


def is_accused(team: str, units: Collection[str], station: str, accused: Collection[str]) -> bool:
    """Tell whether a team belongs to what is accused: the team itself, its zone, its station or a unit of it."""
    return any(one in (team, station) or one in units or team.startswith(f"{one}.") for one in accused)


def may_act(team: Team, accused: Collection[str]) -> bool:
    """Tell whether a known team is free of the accusation."""
    return not accused or not is_accused(team.full_id, team.units, team.station, accused)
