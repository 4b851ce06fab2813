"""Warning of certificates that end soon: once in effect, however many processes try."""

from __future__ import annotations

from lianfang.persistence.aggregate import Aggregates, Change
from lianfang.persistence.due import fire_due
from services.patrol.app.people.codec import Kept
from services.patrol.app.people.storage import Storing
from services.patrol.domain.people.certificates import warn


class WarnOfExpiry:
    """See the module's text. After its last day a skill counts no more: `Person.skills` tells the day."""

    def __init__(self, people: Aggregates[Kept], storing: Storing) -> None:
        self._people, self._storing = people, storing

    def __call__(self) -> int:
        """Warn of what is due and return of how many people. Raises StoreUnavailable."""
        return len(fire_due(self._people, self._storing.clock, self._decide))

    def _decide(self, kept: Kept) -> Change[Kept] | None:
        storing = self._storing
        ahead = storing.rules(kept.person.county).certificate_warning
        step, marks = warn(kept.person, kept.warned, storing.clock(), ahead, storing.zone)
        # Without a mark a rule has changed meanwhile: the deadline is set anew.
        return storing.change(kept, step, tuple(marks))
