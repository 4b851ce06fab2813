"""Which board items a caller may see."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.regions import codes
from services.analytics.domain.board.item import BoardItem

SUPERVISOR = "supervisor"


def sees_restricted(caller: Caller) -> bool:
    """Tell whether complaints, tips and duress are shown to this caller."""
    return SUPERVISOR in caller.roles


def visible(item: BoardItem, caller: Caller) -> bool:
    """Tell whether the item lies in the caller's region and is not kept from it."""
    return codes.contains(caller.region, item.region) and (not item.restricted or sees_restricted(caller))


def nearby(item: BoardItem, caller: Caller) -> bool:
    """Tell whether the item may have been the caller's to see before: it is of its county, or above it."""
    return codes.contains(caller.region, item.county) or codes.contains(item.county, caller.region)
