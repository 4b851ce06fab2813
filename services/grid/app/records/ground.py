"""What field records stand on: the registry says which regions and teams there are, the county which rules hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from lianfang.regions.codes import Level
from lianfang.regions.world import World
from services.grid.domain.policy import Policy
from services.grid.domain.records.told import Told, told
from services.grid.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class Phone:
    """What a phone tells of time: when it was, and what its clock shows now. by: the id of who holds it."""

    at: datetime
    sent: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Ground:
    """world: as it is in force. rules: of a county. zone: of the local days that periods are made of."""

    world: Callable[[], World]
    rules: Callable[[str], Policy]
    clock: Callable[[], datetime]
    zone: tzinfo

    def told(self, phone: Phone, county: str) -> Told:
        """Return when something was, as far as is known."""
        return told(phone.at, self.clock(), phone.sent, self.rules(county).offline, phone.by)

    def local_day(self, at: datetime) -> date:
        """Return the day by the county's clocks."""
        return at.astimezone(self.zone).date()

    def region(self, code: str) -> None:
        """Raise Refused for a region that no release has, or a wider one than a county."""
        if len(code) < Level.COUNTY or code not in self.world().tree:
            raise Refused(
                "unknown_region", f"there is no region {code}", "give the code of a grid or what it lies in",
                field="region",
            )  # fmt: skip

    def grid(self, code: str) -> None:
        """Raise Refused for what is no grid."""
        self.region(code)
        if len(code) != Level.GRID:
            raise Refused("no_grid", f"{code} is no grid", "count in each grid, 16 digits", field="region")

    def team(self, id: str, region: str) -> None:
        """Raise Refused for a team that is not there, or of another county than the region's."""
        if id and (self.world().team(id) is None or id[: Level.COUNTY] != region[: Level.COUNTY]):
            raise Refused(
                "unknown_team", f"county {region[: Level.COUNTY]} has no team {id}",
                "give a full id, <county>.<zone>.<team>", field="team",
            )  # fmt: skip
