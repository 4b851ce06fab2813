"""Work on many things, none of which may hold up the others."""

from __future__ import annotations

import logging
from collections.abc import Callable

from lianfang.persistence.store import StoreError

_log = logging.getLogger(__name__)


def guarded(do: Callable[[], object], what: str, id: str) -> bool:
    """Do something and tell whether it was done; what breaks down is logged, and tried again by the next tick.

    Raises StoreError: then nothing else could be done either.
    """
    try:
        do()
    except StoreError:
        raise
    except Exception:
        _log.exception("%s broke down; it is tried again", what, extra={"subject": id})
        return False
    return True
