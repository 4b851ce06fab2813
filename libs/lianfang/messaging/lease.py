"""A lease over the Store port: of all replicas, one at a time does a piece of housekeeping.

It saves double work and is no lock: whoever holds it too long, or has a clock that is wrong, does work twice. So
what is done under it must be harmless when done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from lianfang.persistence.store import AlreadyExists, Collection, Conflict, Store

LEASES = Collection("leases")


class Lease:
    """One named lease, seen from one holder. `LEASES` must be declared in the store."""

    def __init__(self, store: Store, name: str, holder: str, clock: Callable[[], datetime], ttl_s: float) -> None:
        """holder: unique per process. ttl_s: seconds after which another may take what was not renewed."""
        self._store, self._name, self._holder, self._clock = store, name, holder, clock
        self._ttl = timedelta(seconds=ttl_s)

    def acquire(self) -> bool:
        """Take or renew the lease; False when another holds it. Raises StoreUnavailable."""
        now = self._clock()
        wanted = {"id": self._name, "holder": self._holder, "until": (now + self._ttl).isoformat()}
        held = self._store.get(LEASES.name, self._name)
        try:
            if held is None:
                self._store.insert(LEASES.name, wanted)
            elif held["holder"] in ("", self._holder) or held["until"] <= now.isoformat():
                self._store.replace(LEASES.name, wanted, held["revision"])
            else:
                return False
        except (AlreadyExists, Conflict):
            return False
        return True

    def release(self) -> None:
        """Give the lease back early, if it is still ours. Raises StoreUnavailable."""
        held = self._store.get(LEASES.name, self._name)
        if held is None or held["holder"] != self._holder:
            return
        try:
            self._store.replace(LEASES.name, {**held, "holder": "", "until": ""}, held["revision"])
        except Conflict:
            return  # it ran out and another has it
