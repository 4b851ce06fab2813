"""A case as the answer to what was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.web.call import Call, Reply
from services.mediation.app import views
from services.mediation.app.access import NotThere
from services.mediation.domain.case import Case


def told(
    app: Any, call: Call, case: Case, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """Answer with the case; with its id alone when it is not the caller's to see: sealed, another's, given away.

    So a repeat of an old command tells nothing that the caller may not see any more.
    """
    try:
        case = app.cases.shown(case, call.caller)
    except NotThere:
        return Reply({"id": case.id}, status=status, headers=headers or {})
    return Reply(views.case(case), status=status, headers=headers or {}, version=case.version)
