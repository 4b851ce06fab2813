"""Intake (接警): the one way in for 110 calls, grid reports and shop alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Change, Command
from lianfang.persistence.sealed import Cipher, seal
from lianfang.regions.codes import county_of
from services.incident.app.incidents import Desk, change
from services.incident.app.routing_view import RoutingView
from services.incident.domain.incident import Incident
from services.incident.domain.intake import Report, assess, take
from services.incident.domain.place import Claim


@dataclass(frozen=True, slots=True)
class Said:
    """What a caller said. Place: see Claim. personal: description, place_text, name, phone, address: encrypted.

    shop, accused: ids. priority None: by category.
    """

    source: str
    category: str = ""
    priority: int | None = None
    lon: float | None = None
    lat: float | None = None
    grid: str = ""
    text: str = ""
    shop: str = ""
    accused: tuple[str, ...] = ()
    duress: bool = False
    personal: Mapping[str, str] = field(default_factory=dict)


class ReportIncident:
    """Takes reports. It refuses none for its place, category or region."""

    def __init__(self, desk: Desk, cipher: Cipher) -> None:
        self._desk, self._cipher = desk, cipher

    def __call__(self, said: Said, caller: Caller, command: Command) -> Incident:
        """Store a report with a task for every team that must act, and return it as an incident.

        The incident's id is the command's, which is uuid5 of caller and Idempotency-Key: a repeat returns the same
        incident. Raises ReusedId for another body under the same key, StoreUnavailable.
        """
        desk, registry = self._desk, self._desk.registry()
        now = desk.clock()
        report = report_of(said, caller, registry)
        if said.personal:
            report = replace(report, sealed=seal(self._cipher, said.personal))
        assessed = assess(report, desk.day(now), registry)
        incident, facts = take(command.id, report, assessed, now, registry)
        first = change(incident, facts)

        def decide(state: Incident | None) -> Change[Incident]:
            return first if state is None else Change(None)  # an id of ours can't be there for another command

        outcome = desk.incidents.execute(command.id, command, decide)
        if outcome.repeated:
            stored = desk.incidents.get(command.id)
            return stored.state if stored else incident
        return incident


def report_of(said: Said, caller: Caller, registry: RoutingView) -> Report:
    """Return what the rules look at. The caller's region gives the county, and the place when none is said."""
    county = registry.home_county(caller.region)
    if len(caller.region) < len(county) and said.lon is not None and said.lat is not None:
        spot = registry.locate(said.lon, said.lat)  # a province's call centre: the place tells the county
        county = county_of(spot.grid) if spot and spot.inside else county
    region = caller.region if caller.region.startswith(county) else county
    shop = said.shop or (caller.team if said.source == "shop" else "")
    claim = Claim(region, county, said.lon, said.lat, said.grid, said.text)
    return Report(
        source=said.source, category=said.category, claim=claim, opened_by=caller.subject, priority=said.priority,
        shop=shop if said.source == "shop" else "", accused=said.accused, duress=said.duress,
    )  # fmt: skip
