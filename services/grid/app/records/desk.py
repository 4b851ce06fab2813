"""All use cases of field records, ready to be called by the entrypoints."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.ops import metrics
from services.grid.app.records.duties import Duties
from services.grid.app.records.ground import Ground
from services.grid.app.records.hazards import Hazards
from services.grid.app.records.notes import Notes, activities, expenses, surveys
from services.grid.app.records.places import Places
from services.grid.app.records.populations import Populations
from services.grid.app.records.storage import RecordStorage
from services.grid.app.records.visits import Visits
from services.grid.domain.records.activity import Activity
from services.grid.domain.records.expense import Expense
from services.grid.domain.records.survey import Survey


@dataclass(frozen=True, slots=True)
class Records:
    """See the module's text."""

    ground: Ground
    hazards: Hazards
    visits: Visits
    populations: Populations
    places: Places
    duties: Duties
    activities: Notes[Activity]
    surveys: Notes[Survey]
    expenses: Notes[Expense]

    @classmethod
    def over(cls, storage: RecordStorage, ground: Ground) -> Records:
        """Build over the runners."""
        overdue = metrics.DEADLINES_MISSED.labels("hazard").inc
        return cls(
            ground, Hazards(storage.hazards, ground, overdue), Visits(storage.visits, ground),
            Populations(storage.populations, ground), Places(storage.places, ground),
            Duties(storage.duties, ground), activities(storage.activities, ground),
            surveys(storage.surveys, ground), expenses(storage.expenses, ground),
        )  # fmt: skip
