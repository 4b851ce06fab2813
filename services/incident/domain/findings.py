"""What came of an incident (警情结果): whether a case was filed and cleared, and who came to harm; in numbers.

It is known late and changes: a case is cleared months after, an injured person dies. So the whole of it is recorded
anew whenever it changes, before or after the incident is closed, and the newest stands.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from services.incident.domain.facts import Fact, about
from services.incident.domain.incident import Incident
from services.incident.domain.task import Refused

NOTHING_FILED, FILED = "none", ("none", "criminal", "administrative")
DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Findings:
    """filed: the kind of case, "none" without one (立案: 刑事, 行政). cleared: it was solved (破案).

    preventable: of the kinds that prevention should have kept from happening (可防性案件), as the county classes
    them. setting: where it was done, a word such as street or home. lead: what solved it, a word such as
    grid_information. deaths, injured: people, counted.
    """

    filed: str = NOTHING_FILED
    cleared: bool = False
    preventable: bool = False
    setting: str = ""
    lead: str = ""
    deaths: int = 0
    injured: int = 0


def to_json(found: Findings) -> dict[str, Any]:
    """Return it as a document, without what is at its default."""
    return {name: value for name, value in asdict(found).items() if value not in ("", False, 0, NOTHING_FILED)}


def find(incident: Incident, found: Findings, actor: str, now: datetime) -> tuple[Incident, list[Fact]]:
    """Record what came of it. Raises Refused: already (it is so recorded), duplicate (the other report has it)."""
    if incident.outcome == DUPLICATE:
        raise Refused(DUPLICATE)
    told = to_json(found)
    if told == incident.findings:
        raise Refused("already")
    after = replace(incident.noted(now, actor, "findings"), findings=told)
    words = {name: value for name, value in (("setting", found.setting), ("lead", found.lead)) if value}
    return after, about(
        after, "findings_recorded", region=after.place.region, ring=after.place.ring,
        opened_at=after.opened_at.isoformat(), filed=found.filed, cleared=found.cleared,
        preventable=found.preventable, deaths=found.deaths, injured=found.injured, **words,
    )  # fmt: skip
