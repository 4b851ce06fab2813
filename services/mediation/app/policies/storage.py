"""The rules of mediation in force by county, and every version that ever was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Collection, Store
from lianfang.policies import storage
from lianfang.policies.shape import Loaded
from lianfang.policies.storage import CountyPolicies
from services.mediation.app.policies.load import SHAPE
from services.mediation.domain.policy import Policy

SOURCE = "/services/mediation"


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare before use."""
    return storage.collections()


class Policies(CountyPolicies[Policy]):
    """See the module's text."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None],
        standard: Loaded[Policy] | None = None,
    ) -> None:  # fmt: skip
        """standard: the rules of counties without their own, by default those that come with the platform."""
        super().__init__(SHAPE, store, clock, hand_over, source=SOURCE, standard=standard)
