"""What finding out who is who answers: ids, verdicts and reasons, no personal data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from services.mediation.domain.people.agreement import Match, Reason, Verdict


class How(StrEnum):
    """Whether a party turned out to be somebody known."""

    NEW = "new"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Possible:
    """Someone known who may be the one stated, and why."""

    person_id: str
    verdict: Verdict
    score: float
    probability: float
    reasons: tuple[Reason, ...]

    @classmethod
    def of(cls, person_id: str, match: Match) -> Possible:
        """Name the person of a match."""
        return cls(person_id, match.verdict, match.score, round(match.probability, 6), match.reasons)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a party is.

    possible: others who may be the same, the likeliest first, for an officer to confirm or reject. flags: what was
    ignored of the statement, and why. cut: more people share something with this one than were looked at.
    """

    person_id: str
    how: How
    possible: tuple[Possible, ...] = ()
    flags: tuple[str, ...] = ()
    cut: bool = False


def to_json(resolution: Resolution) -> dict[str, Any]:
    """Return what is stored of an answer, for a repeat."""
    return {
        "person": resolution.person_id,
        "how": resolution.how.value,
        "possible": [asdict(each) for each in resolution.possible],
        "flags": list(resolution.flags),
        "cut": resolution.cut,
    }


def from_json(stored: dict[str, Any]) -> Resolution:
    """Return the answer that was stored."""
    possible: Sequence[dict[str, Any]] = stored["possible"]
    return Resolution(
        stored["person"], How(stored["how"]), tuple(_possible(each) for each in possible),
        tuple(stored["flags"]), stored["cut"],
    )  # fmt: skip


def _possible(stored: dict[str, Any]) -> Possible:
    reasons = tuple(Reason(**reason) for reason in stored["reasons"])
    return Possible(**{**stored, "verdict": Verdict(stored["verdict"]), "reasons": reasons})
