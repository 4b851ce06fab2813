"""The use cases' exceptions as problems: what is wrong, whose rule it is, and what to do instead."""

from __future__ import annotations

from lianfang.printing.refused import NotPrintable
from lianfang.web.problems import FieldError, Problem, know, know_by
from lianfang.web.refusals import refusal
from services.mediation.app.access import NotAllowed, NotThere
from services.mediation.app.documents.storage import DamagedFile
from services.mediation.app.sessions.calendars import Taken
from services.mediation.domain.refused import Refused


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


know(NotThere, 404, "Not found")
know(NotAllowed, 403, "Forbidden")
know(DamagedFile, 500, "Damaged file", detail="The stored file is not the one that was made. Tell the operator.")
know_by(Refused, refusal)
know_by(Taken, taken)
know_by(NotPrintable, not_printable)
