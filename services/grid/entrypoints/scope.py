"""What of the registry a caller may see: its own region, and the names of what lies above it."""

from __future__ import annotations

from lianfang.regions.codes import contains
from lianfang.web.access import Caller


def touches(caller: Caller, region: str) -> bool:
    """Tell whether a region lies in the caller's, or the caller's in it."""
    return caller.may_see(region) or contains(region, caller.region)
