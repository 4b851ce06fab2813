"""Who calls, and what that caller may see: roles, and one region prefix."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.regions import codes
from lianfang.web.problems import Forbidden, NotFound

_NOWHERE = "nowhere"  # no region code contains or is contained in it


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller as its token describes it.

    region: the code below which it sees and acts; ``""`` is the whole country.
    team: full team id ``<county>.<zone>.<team>`` for the role ``team``, else empty.
    """

    subject: str
    roles: frozenset[str]
    region: str
    team: str = ""

    def has(self, *roles: str) -> bool:
        """Tell whether the caller holds one of `roles`."""
        return not self.roles.isdisjoint(roles)

    def may_see(self, region: str) -> bool:
        """Tell whether `region` lies in the caller's own region (its parents do not)."""
        return codes.contains(self.region, region)


NOBODY = Caller("", frozenset(), _NOWHERE)
"""The caller of a public endpoint: no roles, no region."""


def require_region(caller: Caller, region: str) -> None:
    """Raise Forbidden unless `caller` may see and act in `region`."""
    if not caller.may_see(region):
        raise Forbidden(
            f"Region {region or 'of the whole country'} is outside yours ({caller.region or 'country'})."
        )


def require_near(caller: Caller, region: str) -> None:
    """Raise Forbidden unless `region` lies in the caller's region, or the caller's in it.

    For what whoever lives by it may read: a county's days, its rules.
    """
    if not (caller.may_see(region) or codes.contains(region, caller.region)):
        raise Forbidden(f"Region {region} is outside yours ({caller.region or 'country'}).")


def require_county(county: str) -> None:
    """Raise NotFound unless the text is made like a county's code."""
    if not (len(county) == codes.Level.COUNTY and county.isascii() and county.isdecimal()):
        raise NotFound(f"There is no county {county}: a county's code has six digits.")


def require_role(caller: Caller, *roles: str) -> None:
    """Raise Forbidden unless `caller` holds one of `roles`."""
    if not caller.has(*roles):
        raise Forbidden(f"This needs one of the roles: {', '.join(sorted(roles))}.")
