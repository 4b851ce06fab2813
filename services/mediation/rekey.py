"""``python -m services.mediation.rekey``: see lianfang.runtime.rekeying. People's blind keys change too."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from lianfang.persistence.cipher import FieldCipher
from lianfang.persistence.rekeying import Reseal
from lianfang.persistence.store import Store
from lianfang.runtime.rekeying import main
from services.mediation.app.people.blind import Blind
from services.mediation.app.people.documents import PEOPLE
from services.mediation.app.people.register import People
from services.mediation.wiring import collections


def reseals(store: Store, keys: Sequence[str]) -> Mapping[str, Reseal]:
    """Return how people are written anew: their statements with the blind keys they are found by."""
    people = People(store, FieldCipher(keys), Blind(keys), lambda: datetime.now(UTC))
    return {PEOPLE: people.reseal}


if __name__ == "__main__":
    sys.exit(main("mediation", collections(), reseals))
