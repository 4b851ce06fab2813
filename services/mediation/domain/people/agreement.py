"""Do two records speak of one person? Fellegi and Sunter's sum of weights, and rules that no sum may overrule.

The sum takes the fields as independent, which they aren't within a family: brothers share house, village, telephone
and half their name. Hence the rules:

- an equal id number is the person, whatever else is written; two valid ones that differ are two people;
- years of birth that differ by more than the slack are two people (without equal id numbers);
- another name is another person, unless the whole date of birth is the same: then it is possible (改名, twins);
- "same" needs the very name, or its sound and the whole date of birth. Anything less is for an officer to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.mediation.domain.people.identity import Stated
from services.mediation.domain.people.weights import Weights

_WHOLE_DATE, _TOWNSHIP = 10, 9


class Verdict(StrEnum):
    """Whether two records speak of one person."""

    SAME = "same"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Reason:
    """How one field compares, and what it says in bits. Holds no value of the field."""

    field: str
    outcome: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """The comparison of two records. score: bits. probability: see `Weights.probability`."""

    verdict: Verdict
    score: float
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How names are compared. sound: equal for names that sound alike. similar: 0 to 1."""

    sound: Callable[[str], str]
    similar: Callable[[str, str], float]


def compare(one: Stated, other: Stated, weights: Weights, likeness: Likeness) -> Match:
    """Compare two tidied records. Fields that one of them lacks say nothing. Symmetric."""
    outcomes: dict[str, str] = {"name": _name(one.name, other.name, weights, likeness)}
    for field in ("id_number", "phone", "household", "workplace"):
        left, right = getattr(one, field), getattr(other, field)
        if left and right:
            outcomes[field] = "equal" if left == right else "different"
    if one.birth_date and other.birth_date:
        outcomes["birth_date"] = _birth(one.birth_date, other.birth_date, weights.year_slack)
    if one.village and other.village:
        outcomes["village"] = _village(one.village, other.village)
    reasons = tuple(Reason(f, o, round(weights.chance(f, o).weight, 2)) for f, o in sorted(outcomes.items()))
    score = round(sum(reason.weight for reason in reasons), 2)
    return Match(_verdict(outcomes, score, weights), score, weights.probability(score), reasons)


def compare_all(stated: Stated, known: Iterable[Stated], weights: Weights, likeness: Likeness) -> Match | None:
    """Compare a record with all that is stated of one person; None when nothing is.

    An equal id number decides. Otherwise one contradiction is enough against, else the best agreement counts.
    """
    matches = [compare(stated, each, weights, likeness) for each in known]
    if not matches:
        return None
    for match in matches:
        if _has(match, "id_number", "equal"):
            return match
    against = [match for match in matches if contradicts(match)]
    return against[0] if against else max(matches, key=lambda match: match.score)


def contradicts(match: Match) -> bool:
    """Tell whether id number or year of birth speak of two people."""
    return _has(match, "id_number", "different") or _has(match, "birth_date", "different")


def _has(match: Match, field: str, outcome: str) -> bool:
    return any(reason.field == field and reason.outcome == outcome for reason in match.reasons)


def _name(one: str, other: str, weights: Weights, likeness: Likeness) -> str:
    if one == other:
        return "equal"
    if likeness.sound(one) == likeness.sound(other):
        return "sound"
    return "similar" if likeness.similar(one, other) >= weights.alike_from else "different"


def _birth(one: str, other: str, slack: int) -> str:
    apart = abs(int(one[:4]) - int(other[:4]))
    if apart > slack:
        return "different"
    if apart:
        return "near"
    if len(one) == len(other) == _WHOLE_DATE:
        return "equal" if one == other else "same_year"
    shorter, longer = sorted((one, other), key=len)
    return "year" if longer.startswith(shorter) else "same_year"


def _village(one: str, other: str) -> str:
    if one == other and len(one) > _TOWNSHIP:
        return "equal"
    return "township" if one[:_TOWNSHIP] == other[:_TOWNSHIP] else "different"


def _verdict(outcomes: dict[str, str], score: float, weights: Weights) -> Verdict:
    number, born, name = outcomes.get("id_number"), outcomes.get("birth_date"), outcomes["name"]
    if number == "equal":
        return Verdict.SAME
    if number == "different" or born == "different" or score < weights.possible_at:
        return Verdict.DIFFERENT
    if name == "different" and born != "equal":
        return Verdict.DIFFERENT
    certain = name == "equal" or (name == "sound" and born == "equal")
    return Verdict.SAME if certain and score >= weights.same_at else Verdict.POSSIBLE
