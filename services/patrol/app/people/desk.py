"""All use cases on people, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import Store
from services.patrol.app.people import storage
from services.patrol.app.people.claims import Claims
from services.patrol.app.people.credits import Credits
from services.patrol.app.people.expiry import WarnOfExpiry
from services.patrol.app.people.importing.run import ImportPeople
from services.patrol.app.people.people import OnGone, OnLeave, People, nobody_misses, nobody_told
from services.patrol.app.people.personal import PersonalData
from services.patrol.app.people.read_personal import Audit, ReadPersonal
from services.patrol.app.people.registering import Registering
from services.patrol.app.people.storage import Rules, Storing


@dataclass(frozen=True, slots=True)
class PeopleDesk:
    """See the module's text. The fields are the App's, by the same names."""

    people: People
    registering: Registering
    read_people: ReadPersonal
    import_people: ImportPeople
    warn_of_expiry: WarnOfExpiry
    credits: Credits


def people_desk(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], cipher: Cipher,
    field_keys: Sequence[str], rules: Rules, zone: tzinfo, audit: Audit, on_leave: OnLeave = nobody_told,
    on_gone: OnGone = nobody_misses,
) -> PeopleDesk:  # fmt: skip
    """Return the use cases; `storage.collections()` and `credits.collections()` are declared by the caller."""
    aggregates = storage.aggregates(store, clock, hand_over)
    storing = Storing(clock, rules, zone)
    personal = PersonalData(store, cipher)

    def state_of(person: str) -> str:
        found = aggregates.get(person)
        return found.state.person.state if found else ""

    registering = Registering(personal, Claims(store, field_keys, clock, state_of))
    people = People(aggregates, storing, registering, on_leave, on_gone)
    return PeopleDesk(
        people, registering, ReadPersonal(personal, audit),
        ImportPeople(store, clock, hand_over, aggregates, storing, registering),
        WarnOfExpiry(aggregates, storing), Credits(store, clock, hand_over, people.get),
    )  # fmt: skip
