"""The use cases' exceptions, and what is wrong with a pack, as problems."""

from __future__ import annotations

from lianfang.regions.codes import BadRegionCode
from lianfang.regions.pack.problems import Problem as Wrong
from lianfang.regions.spatial import BadPoint
from lianfang.regions.tree import UnknownRegion
from lianfang.web.problems import FieldError, Problem, know, know_by
from lianfang.web.refusals import refusal as refused
from services.grid.app.records.hazards import NoSuchRecord
from services.grid.domain.refused import Refused
from services.grid.domain.release import Superseded

know(UnknownRegion, 404, "Unknown region")
know(BadRegionCode, 400, "Bad region code")
know(BadPoint, 400, "Bad point")
know(NoSuchRecord, 404, "Not found")
know_by(Refused, refused)
know(Superseded, 409, "Superseded", detail="Other imports of this county kept coming first. Import again.")


_REMEDY = "see docs/region-packs.md"


class PackFieldError(FieldError):
    """A field error that also says where in the pack. row: 0 unknown; for grids.geojson the feature's number."""

    file: str
    row: int


def told(wrong: Wrong) -> PackFieldError:
    """Return a problem of a pack as people and programs read it."""
    place = f"{wrong.file}:{wrong.line}" if wrong.line else wrong.file
    return {
        "field": f"{place} {wrong.field}".strip(), "message": wrong.what, "remedy": wrong.remedy or _REMEDY,
        "file": wrong.file, "row": wrong.line,
    }  # fmt: skip


def refusal(problems: tuple[Wrong, ...], found: int) -> Problem:
    """Return the 422 problem of a pack with errors."""
    detail = f"The pack has {found} error(s); nothing was changed."
    return Problem(422, "Invalid pack", detail, [told(each) for each in problems], extra={"errors_found": found})
