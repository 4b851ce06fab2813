"""A place with a grade: rental housing A, B, C, trades and venues by colour. Never are people graded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.grid.domain.policy import Policy
from services.grid.domain.records.told import Told
from services.grid.domain.refused import Refused

KEPT = 100


@dataclass(frozen=True, slots=True)
class Grading:
    """A grade that was given."""

    grade: str
    told: Told
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """id: ``<county>.<word>``. gradings: by when they were given, the newest last; of many the last `KEPT`."""

    id: str
    region: str
    kind: str
    gradings: tuple[Grading, ...]

    @property
    def now(self) -> Grading:
        """The grade in force."""
        return self.gradings[-1]


def checked(kind: str, grade: str, policy: Policy) -> None:
    """Raise Refused for a kind of place, or a grade, that the county does not have."""
    grades = policy.grades.get(kind)
    source = policy.sources["places"]
    if grades is None:
        raise Refused(
            "unknown_kind", f"{kind} is no kind of place here", f"use one of {', '.join(policy.grades)}",
            field="kind", source=source,
        )  # fmt: skip
    if grade not in grades:
        raise Refused(
            "unknown_grade", f"{grade} is no grade of {kind}", f"use one of {', '.join(grades)}", field="grade",
            source=source,
        )  # fmt: skip


def graded(known: Place | None, fresh: Place) -> Place:
    """Return the place with one more grading, put where it belongs in time; as it was when it has that one.

    Raises Refused for another kind.
    """
    if known is None:
        return fresh
    if known.kind != fresh.kind:
        raise Refused(
            "other_kind", f"the place is a {known.kind}", "give a place of another kind an id of its own",
            field="kind",
        )  # fmt: skip
    if any(_same(each, fresh.now) for each in known.gradings):
        return known
    gradings = sorted((*known.gradings, *fresh.gradings), key=lambda each: (each.told.at, each.told.received))
    newest = gradings[-1] is fresh.now
    return replace(known, region=fresh.region if newest else known.region, gradings=tuple(gradings[-KEPT:]))


def _same(one: Grading, other: Grading) -> bool:
    """Tell whether one is the other told again."""
    return (one.grade, one.reason, one.told.at, one.told.by) == (
        other.grade, other.reason, other.told.at, other.told.by,
    )  # fmt: skip
