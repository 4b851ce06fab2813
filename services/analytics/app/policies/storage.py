"""The rules of analytics in force by county, and every version that ever was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Collection, Store
from lianfang.policies import storage
from lianfang.policies.shape import Loaded
from lianfang.policies.storage import CountyPolicies
from services.analytics.app.policies.load import SHAPE
from services.analytics.domain.policy import Policy

SOURCE = "/services/analytics"
Policies = CountyPolicies[Policy]


def policies(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None],
    standard: Loaded[Policy] | None = None,
) -> Policies:  # fmt: skip
    """Return the rules. standard: of counties without their own, by default those of the platform."""
    return CountyPolicies(SHAPE, store, clock, hand_over, source=SOURCE, standard=standard)


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare before use."""
    return storage.collections()
