"""Who may tell and read field records, and what a call says of the phone that sends it."""

from __future__ import annotations

from typing import Any

from lianfang.person_ids import person_id
from lianfang.web.access import require_region
from lianfang.web.call import Call, Reply
from lianfang.web.paging import checked_cursor, page_reply
from lianfang.web.problems import Forbidden
from services.grid.app.records.ground import Phone
from services.grid.app.records.storage import Wanted

TELL = frozenset({"intake", "team", "dispatcher"})
READ = frozenset({"intake", "team", "dispatcher", "viewer", "planner", "supervisor"})


def phone(call: Call) -> Phone:
    """Return what the caller's phone tells of time."""
    return Phone(call.body["at"], call.body["sent_at"], person_id(call.caller.subject))


def require_own(call: Call, team: str) -> None:
    """Raise Forbidden when somebody of one team speaks for another.

    A dispatcher speaks for all of the region; so does who takes reports and is of no team.
    """
    own, caller = call.caller.team, call.caller
    for_all = caller.has("dispatcher") or (caller.has("intake") and not own)
    if team and team != own and not for_all:
        raise Forbidden(f"Yours is {own or 'no team'}: only a dispatcher speaks for {team}.")


def listed(call: Call, find: Any, shown: Any, **equal: str) -> Reply:
    """Answer with a page of what `find` finds. Raises Forbidden for a region that is not the caller's."""
    query = call.query
    region = call.caller.region if query["region"] is None else query["region"]
    require_region(call.caller, region)
    wanted = Wanted(region, query["limit"], query["cursor"], query["since"], query["until"], equal)
    with checked_cursor():
        found = find(wanted)
    return page_reply(call, [shown(each) for each in found.items], found.cursor)
