"""``python -m services.patrol.rekey``: see lianfang.runtime.rekeying. Claims of phones and numbers change too."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from lianfang.persistence.cipher import FieldCipher
from lianfang.persistence.rekeying import Reseal
from lianfang.persistence.store import Store
from lianfang.runtime.rekeying import main
from services.patrol.app.people import storage
from services.patrol.app.people.claims import Claims
from services.patrol.app.people.personal import NAME, PersonalData
from services.patrol.app.people.registering import Registering
from services.patrol.wiring import collections


def reseals(store: Store, keys: Sequence[str]) -> Mapping[str, Reseal]:
    """Return how what names a person is written anew: with the claims that keep it from a second person."""

    def now() -> datetime:
        return datetime.now(UTC)

    people = storage.aggregates(store, now, lambda _: None)

    def state_of(person: str) -> str:
        found = people.get(person)
        return found.state.person.state if found else ""

    return {NAME: Registering(PersonalData(store, FieldCipher(keys)), Claims(store, keys, now, state_of)).reseal}


if __name__ == "__main__":
    sys.exit(main("patrol", collections(), reseals))
