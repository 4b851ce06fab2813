"""The incident service of the next release: it tells of a report in version 1 and, beside it, in version 2."""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

from lianfang.runtime.service import serve
from services.incident.domain import intake
from services.incident.domain.facts import Fact
from services.incident.domain.incident import Incident
from services.incident.entrypoints.service import IncidentService
from services.incident.wiring import build
from tests.runbooks.next_contract import V1, V2, newer


class Newer(Fact):
    """A fact in version 2."""

    @property
    def type(self) -> str:
        """The CloudEvents type."""
        return V2


_told = intake._reported


def _reported(incident: Incident) -> list[Fact]:
    both: list[Fact] = []
    for fact in _told(incident):
        both.append(fact)
        if fact.type == V1:
            both.append(Newer(fact.name, newer(fact.data), fact.region, fact.addressee))
    return both


if __name__ == "__main__":
    intake._reported = _reported
    serve(IncidentService, build)
