"""The use cases' exceptions as problems: what is wrong, whose rule it is, and what to do instead."""

from __future__ import annotations

from lianfang.web.problems import FieldError, Problem, know, know_by
from services.mediation.app.access import NotAllowed, NotThere
from services.mediation.app.documents.ports import NotPrintable
from services.mediation.app.documents.storage import DamagedFile
from services.mediation.app.sessions.calendars import Taken
from services.mediation.domain.refused import Refused


def refusal(refused: Refused) -> Problem:
    """Return a refusal: 422 when a field of the request is to blame, else 409, the case being as it is."""
    extra = {
        "reason": refused.reason,
        **({"remedy": refused.remedy} if refused.remedy else {}),
        **({"rule": refused.source} if refused.source else {}),
    }
    slug = refused.reason.replace("_", "-")
    if not refused.field:
        return Problem(409, "Refused", _sentence(refused.message, refused.remedy), slug=slug, extra=extra)
    error = FieldError(field=refused.field, message=refused.message, remedy=refused.remedy or "Mend it.")
    return Problem(422, "Refused", f"Wrong: {refused.field}. {_sentence(refused.message)}", [error], slug=slug,
                   extra=extra)  # fmt: skip


def taken(error: Taken) -> Problem:
    """Return that a room or person is taken, with the nearest free times."""
    free = [{"start": slot.start.isoformat(), "end": slot.end.isoformat()} for slot in error.free]
    remedy = "Take one of the free times, another room or another person."
    field = "people" if error.resource.startswith("person:") else "room"
    extra = {"reason": "taken", "resource": error.resource, "until": error.until.isoformat(), "free": free}
    wrong = FieldError(field=field, message=str(error), remedy=remedy)
    return Problem(409, "Taken", f"{error}. {remedy}", [wrong], extra=extra)


def not_printable(error: NotPrintable) -> Problem:
    """Return what of a document's data can't be printed."""
    field = f"data.{error.field}" if error.field else "data"
    wrong = FieldError(field=field, message=error.what, remedy=f"{error.remedy}; give it in data, or mend the case")
    return Problem(422, "Not printable", f"Wrong: {field}.", [wrong])


def _sentence(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


know(NotThere, 404, "Not found")
know(NotAllowed, 403, "Forbidden")
know(DamagedFile, 500, "Damaged file", detail="The stored file is not the one that was made. Tell the operator.")
know_by(Refused, refusal)
know_by(Taken, taken)
know_by(NotPrintable, not_printable)
