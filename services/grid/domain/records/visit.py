"""A visit to households (入户走访): where, how long, how long on telecom fraud; never who lives there."""

from __future__ import annotations

from dataclasses import dataclass

from services.grid.domain.policy import Policy
from services.grid.domain.records.told import Told
from services.grid.domain.refused import Refused

ROLES = ("leader", "officer")


@dataclass(frozen=True, slots=True)
class Visit:
    """told.at: when it began. person: who visited. minutes, fraud_minutes: over all its households."""

    id: str
    region: str
    role: str
    team: str
    person: str
    households: int
    minutes: int
    fraud_minutes: int
    told: Told
    place: str = ""
    meets_rule: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """The same for a record that is told again."""
        return (
            self.region, self.role, self.team, self.person, self.households, self.minutes, self.fraud_minutes,
            self.place, self.told.by,
        )  # fmt: skip


def meets_rule(visit: Visit, policy: Policy) -> bool:
    """Tell whether each household had, on average, the minutes that the county asks for (汉阴: 30, 5 on fraud)."""
    rule = policy.visits.get(visit.role)
    return rule is None or (
        visit.minutes >= rule.minutes * visit.households
        and visit.fraud_minutes >= rule.fraud_minutes * visit.households
    )


def same(known: Visit, fresh: Visit) -> None:
    """Raise Refused unless a visit that is known is what is told again under its id."""
    if known.key != fresh.key:
        raise Refused("id_taken", "another visit has this id", "give each visit a fresh id", field="id")
