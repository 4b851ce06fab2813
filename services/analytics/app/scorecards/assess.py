"""A round is assessed, as often as needed while it is a draft, and then published."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent
from lianfang.persistence.store import Eq, find_all
from services.analytics.app.plain import from_plain
from services.analytics.app.policies.storage import Policies
from services.analytics.app.scorecards.measuring import Found, Given, Measuring
from services.analytics.app.scorecards.storage import CARDS, card_change, round_change, whole
from services.analytics.domain.refused import Refused
from services.analytics.domain.scorecards import scoring
from services.analytics.domain.scorecards.budget import Budget, budget
from services.analytics.domain.scorecards.card import Card, Round, Subject
from services.analytics.domain.scorecards.rules import ScoreRules
from services.analytics.domain.wanted import Span

_COMMANDS = uuid.UUID("1a0d2f7e-7c3b-5d15-9b5e-6f0a3b9c2d41")


class NoSuchRound(LookupError):
    """There is no such round; the message is fit for callers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a supervisor wants assessed. span: the moments of `period`."""

    county: str
    period: str
    span: Span
    target_fen: int
    civilisation_fen: int
    subjects: tuple[Subject, ...]
    given: Given


class Assess:
    """See the module's text."""

    def __init__(
        self, rounds: Aggregates[Round], cards: Aggregates[Card], policies: Policies, measuring: Measuring,
        clock: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._rounds, self._cards, self._policies, self._clock = rounds, cards, policies, clock
        self._measuring = measuring

    def assess(self, asked: Asked, command: Command) -> Round:
        """Make a round's cards, or make them anew. Raises Refused, ReusedId, NotReady, StoreUnavailable.

        A repeat of the command ends what a crash left undone.
        """
        fresh = _round(asked, self._policies.for_county(asked.county).version, command)

        def begin(round: Round | None) -> Change[Round]:
            if round is not None and round.state == "published":
                raise Refused("published", "this round is published", "open an appeal for what is wrong in it")
            return round_change(fresh)

        self._rounds.execute(fresh.id, command, begin)
        begun = self.get(fresh.id)
        if begun.run == command.id and not begun.assessed:
            self._make(begun, self._policies.at(begun.version).scores, asked.given)
            self._rounds.execute(fresh.id, _after(command, "assessed"), _assessed(command.id))
        return self.get(fresh.id)

    def publish(self, id: str, command: Command) -> Round:
        """Put a round in force. Raises NoSuchRound, Refused, ReusedId."""
        now, known = self._clock(), self.get(id)
        cards = self.cards(known)
        money = budget(known.pool_fen, cards)

        def decide(round: Round | None) -> Change[Round]:
            if round is None:
                raise NoSuchRound(f"There is no round {id}.")
            if round.state == "published":
                return Change(None)
            if not round.assessed or round.run != known.run:
                raise Refused("not_assessed", "this round is being assessed", "wait until it is done")
            if now < round.span.end:
                raise Refused("too_early", f"the period ends at {round.span.end.isoformat()}", "publish it then")
            fresh = replace(round, state="published", published_at=now)
            return round_change(fresh, [_published(fresh, cards, money)])

        self._rounds.execute(id, command, decide)
        return self.get(id)

    def get(self, id: str) -> Round:
        """Return a round. Raises NoSuchRound."""
        found = self._rounds.get(id)
        if found is None:
            raise NoSuchRound(f"There is no round {id}.")
        return found.state

    def cards(self, round: Round) -> list[Card]:
        """Return the cards in force of a round."""
        found = find_all(self._cards.store, CARDS, Eq("whole", whole(round.id, round.run)))
        return [from_plain(Card, document["state"]) for document in found]

    def budget(self, id: str) -> Budget:
        """Return the budget check as of now, upheld appeals included. Raises NoSuchRound."""
        round = self.get(id)
        return budget(round.pool_fen, self.cards(round))

    def _make(self, round: Round, rules: ScoreRules, given: Given) -> None:
        found = self._measuring.everybody(round.subjects, rules, round.span, round.period, given)
        scores: dict[str, float | None] = {}
        for subject in sorted(round.subjects, key=lambda each: (each.kind != "unit", each.id)):
            unit_score = scores.get(subject.unit) if subject.kind == "person" else None
            card = _card(round, subject, found[subject.id], rules, unit_score)
            if subject.kind == "unit":
                scores[subject.id] = card.result.score
            self._cards.execute(card.id, Command(_id(round.run, card.id), actor=round.by), _put(card))


def _round(asked: Asked, version: str, command: Command) -> Round:
    ids = [subject.id for subject in asked.subjects]
    if twice := sorted(id for id, count in Counter(ids).items() if count > 1):
        raise Refused("invalid", f"{twice[0]} is there twice", "name everybody once", field="subjects")
    if strange := sorted({subject for subject, _ in asked.given} - set(ids)):
        raise Refused("invalid", f"{strange[0]} is not assessed", "name one of the subjects", field="given")
    return Round(
        f"{asked.county}-{asked.period}", asked.county, asked.period, asked.span, asked.target_fen,
        asked.civilisation_fen, asked.subjects, version, command.actor, command.id,
    )  # fmt: skip


def _card(round: Round, subject: Subject, found: Found, rules: ScoreRules, unit_score: float | None) -> Card:
    lines = scoring.lines(rules.measures[subject.kind], found.measured)
    own = scoring.own_score(lines, found.bounds)
    return Card(
        f"{round.id}:{subject.id}", round.id, round.run, subject, round.version, lines, found.bounds, unit_score,
        scoring.result(own, unit_score, rules.unit_share, rules), found.flags,
    )  # fmt: skip


def _put(card: Card) -> Callable[[Card | None], Change[Card]]:
    return lambda _before: card_change(card)


def _assessed(run: str) -> Callable[[Round | None], Change[Round]]:
    def decide(round: Round | None) -> Change[Round]:
        if round is None or round.run != run:  # it was begun anew meanwhile
            return Change(None)
        return round_change(replace(round, assessed=True))

    return decide


def _published(round: Round, cards: Sequence[Card], money: Budget) -> NewEvent:
    grades = Counter(card.result.grade for card in cards if card.subject.kind == "person" and card.result.grade)
    data = {
        "round": round.id, "county": round.county, "start": round.span.start.isoformat(),
        "end": round.span.end.isoformat(), "units": sum(card.subject.kind == "unit" for card in cards),
        "people": money.people, "pool_fen": money.pool, "paid_fen": money.paid,
        "grades": dict(sorted(grades.items())), "policy": round.version,
    }  # fmt: skip
    return NewEvent("analytics.scorecards_published.v1", data, round.county)


def _after(command: Command, step: str) -> Command:
    return replace(command, id=_id(command.id, step), body_hash="")


def _id(run: str, what: str) -> str:
    return str(uuid.uuid5(_COMMANDS, f"{run}/{what}"))
