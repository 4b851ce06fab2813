"""Appeals: open, then upheld, rejected or withdrawn; one for each card.

Nobody decides about their own card or their own appeal. An upheld appeal gives values anew; the score is computed
from them by the very rules the card was made by, and what it was before is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isfinite
from typing import Any

from services.analytics.domain.refused import Refused
from services.analytics.domain.scorecards import scoring
from services.analytics.domain.scorecards.card import Appeal, Card, Correction, Round
from services.analytics.domain.scorecards.rules import ScoreRules


@dataclass(frozen=True, slots=True)
class Step:
    """The card afterwards, and what happened, as in ``analytics.<name>``; "" when nothing did."""

    card: Card
    name: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def appeal(
    card: Card, round: Round, rules: ScoreRules, *, by: str, reason: str, measures: Collection[str], now: datetime
) -> Step:
    """Somebody appeals. Raises Refused: too early, too late, a second time, or about no line of the card."""
    if round.published_at is None:
        raise Refused("not_published", "this round is not published yet", "wait until it is")
    if card.appeal is not None:
        raise Refused("appealed", f"this card's appeal is {card.appeal.state}", "a card is appealed once")
    last = round.published_at + rules.appeals.within
    if now >= last:
        raise Refused("too_late", f"appeals were open until {last.isoformat()}", "ask the supervisor")
    known = {line.measure for line in card.lines} | {line.word for line in card.bounds}
    if strange := sorted(set(measures) - known):
        raise Refused("invalid", f"{strange[0]} is no line of this card", "name its lines", field="measures")
    made = Appeal("open", by, reason, tuple(sorted(set(measures))), now, now + rules.appeals.answer)
    return Step(replace(card, appeal=made), "scorecard_appealed", {"reason": reason})


def withdraw(card: Card, *, by: str, now: datetime) -> Step:
    """Whoever appealed takes it back. Raises Refused."""
    made = _open(card)
    if made.by != by:
        raise Refused("not_yours", "somebody else appealed", "only they may withdraw it")
    done = replace(made, state="withdrawn", decided_by=by, decided_at=now)
    return Step(replace(card, appeal=done), "appeal_decided", {"decision": "withdrawn"})


def reject(card: Card, *, by: str, why: str, now: datetime, deciders_person: str = "") -> Step:
    """The card stands. Raises Refused. deciders_person: the person id of whoever decides."""
    done = replace(_decidable(card, by, deciders_person), state="rejected", decided_by=by, decided_at=now, why=why)
    return Step(replace(card, appeal=done), "appeal_decided", {"decision": "rejected", "reason": why})


def uphold(
    card: Card, rules: ScoreRules, *, by: str, why: str, values: Mapping[str, float], now: datetime,
    deciders_person: str = "",
) -> Step:  # fmt: skip
    """The values were wrong and are these. Raises Refused. rules: of the version that the card was made by."""
    made = _decidable(card, by, deciders_person)
    if not values:
        raise Refused("invalid", "is empty", "give the right value of each wrong line, or reject", field="values")
    measures = {measure.word: measure for measure in rules.measures[card.subject.kind]}
    for word, value in values.items():
        if word not in measures:
            raise Refused("invalid", f"{word} is no measure of this card", "name its lines", field="values")
        if not isfinite(value):
            raise Refused("invalid", f"{word} is no number", "give a number", field="values")
    changed = [
        replace(
            line, value=values[line.measure], points=scoring.points(measures[line.measure], values[line.measure]),
            note="corrected",
        ) if line.measure in values else line
        for line in card.lines
    ]  # fmt: skip
    before = {line.measure: line.value for line in card.lines}
    corrections = tuple(
        Correction(word, before.get(word), value, card.result.score, by, now)
        for word, value in sorted(values.items())
    )
    own = scoring.own_score(changed, card.bounds)
    result = scoring.result(own, card.unit_score, rules.unit_share, rules)
    done = replace(made, state="upheld", decided_by=by, decided_at=now, why=why)
    fresh = replace(
        card, lines=tuple(changed), result=result, appeal=done, corrections=(*card.corrections, *corrections)
    )
    return Step(fresh, "appeal_decided", {"decision": "upheld", "reason": why})


def late(card: Card, now: datetime) -> Step | None:
    """The answer is overdue: told once. None when it isn't."""
    made = card.appeal
    if made is None or made.state != "open" or made.overdue or now < made.due:
        return None
    data = {"due": made.due.isoformat()}
    return Step(replace(card, appeal=replace(made, overdue=True)), "appeal_overdue", data)


def _open(card: Card) -> Appeal:
    if card.appeal is None or card.appeal.state != "open":
        state = card.appeal.state if card.appeal else "none"
        raise Refused("wrong_state", f"there is no open appeal (it is {state})", "read the card afresh")
    return card.appeal


def _decidable(card: Card, by: str, deciders_person: str) -> Appeal:
    made = _open(card)
    if by in (made.by, card.subject.id) or (deciders_person and deciders_person == card.subject.id):
        raise Refused("own_case", "nobody decides about their own card", "let another supervisor decide")
    return made


def with_unit_score(card: Card, score: float | None, rules: ScoreRules) -> Card | None:
    """Return a person's card after their unit's score was corrected; None when that changes nothing."""
    if card.unit_score == score:
        return None
    own = scoring.own_score(card.lines, card.bounds)
    return replace(card, unit_score=score, result=scoring.result(own, score, rules.unit_share, rules))
