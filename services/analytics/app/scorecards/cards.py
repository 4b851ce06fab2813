"""Cards are read and appealed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from lianfang.persistence.aggregate import Aggregates, Change, Command, Stored
from lianfang.persistence.due import fire_due
from lianfang.persistence.store import Condition, Eq, find_all
from services.analytics.app.policies.storage import Policies
from services.analytics.app.scorecards.storage import CARDS, card_change, whole
from services.analytics.domain.scorecards import appeals
from services.analytics.domain.scorecards.appeals import Step
from services.analytics.domain.scorecards.card import Card, Round

_COMMANDS = uuid.UUID("7a2f1c3d-90f4-5a0e-8a7d-2f3f1b4c5d62")


class NoSuchCard(LookupError):
    """There is no such card; the message is fit for callers."""


@dataclass(frozen=True, slots=True)
class CardPage:
    """Some of a round's cards; cursor leads on, None at the end."""

    cards: list[Card]
    cursor: str | None


class Cards:
    """See the module's text. Every method may raise NoSuchCard; those that take a command Refused and ReusedId."""

    def __init__(
        self, cards: Aggregates[Card], round_of: Callable[[str], Round], policies: Policies,
        clock: Callable[[], datetime],
    ) -> None:  # fmt: skip
        """round_of: looks up a round by id."""
        self._cards, self._round_of, self._policies, self._clock = cards, round_of, policies, clock

    def get(self, id: str) -> Stored[Card]:
        """Return a card in force."""
        found = self._cards.get(id)
        if found is None or self._round_of(found.state.round).run != found.state.run:
            raise NoSuchCard(f"There is no card {id}.")
        return found

    def page(
        self, round: Round, *, kind: str = "", unit: str = "", limit: int = 100, cursor: str | None = None
    ) -> CardPage:
        """Return some cards in force, by id. Raises ValueError for a cursor of another list."""
        where: list[Condition] = [Eq("whole", whole(round.id, round.run))]
        where += [Eq(name, value) for name, value in (("kind", kind), ("unit", unit)) if value]
        page = self._cards.store.find(CARDS, *where, limit=limit, cursor=cursor)
        return CardPage([self._cards.stored(document).state for document in page.documents], page.cursor)

    def of(self, subject: str) -> list[Card]:
        """Return somebody's cards of rounds that were published."""
        found = [
            self._cards.stored(document).state
            for document in find_all(self._cards.store, CARDS, Eq("subject", subject))
        ]
        rounds = {round: self._round_of(round) for round in {card.round for card in found}}
        return [
            card for card in found
            if rounds[card.round].state == "published" and rounds[card.round].run == card.run
        ]  # fmt: skip

    def appeal(self, id: str, reason: str, measures: Collection[str], command: Command) -> Card:
        """Somebody disagrees with a card."""
        now, card = self._clock(), self.get(id).state
        round, rules = self._round_of(card.round), self._policies.at(card.version).scores
        return self._do(id, command, lambda card: appeals.appeal(
            card, round, rules, by=command.actor, reason=reason, measures=measures, now=now
        ))  # fmt: skip

    def withdraw(self, id: str, command: Command) -> Card:
        """Whoever appealed takes it back."""
        now = self._clock()
        return self._do(id, command, lambda card: appeals.withdraw(card, by=command.actor, now=now))

    def reject(self, id: str, why: str, command: Command, person: str = "") -> Card:
        """The card stands. person: the person id of whoever decides."""
        now = self._clock()
        return self._do(id, command, lambda card: appeals.reject(
            card, by=command.actor, why=why, now=now, deciders_person=person
        ))  # fmt: skip

    def uphold(self, id: str, why: str, values: Mapping[str, float], command: Command, person: str = "") -> Card:
        """The card was wrong. A unit's new score reaches its people's cards; a repeat ends what a crash left."""
        now, rules = self._clock(), self._policies.at(self.get(id).state.version).scores
        card = self._do(id, command, lambda card: appeals.uphold(
            card, rules, by=command.actor, why=why, values=values, now=now, deciders_person=person
        ))  # fmt: skip
        if card.subject.kind == "unit":
            self._spread(card, command)
        return card

    def fire(self) -> int:
        """Tell of appeals that wait too long; return of how many."""
        now = self._clock()

        def decide(card: Card) -> Change[Card] | None:
            step = appeals.late(card, now)
            return card_change(step.card, step) if step else None

        return len(fire_due(self._cards, self._clock, decide))

    def _do(self, id: str, command: Command, rule: Callable[[Card], Step]) -> Card:
        self.get(id)

        def decide(card: Card | None) -> Change[Card]:
            if card is None:
                raise NoSuchCard(f"There is no card {id}.")
            step = rule(card)
            return card_change(step.card, step)

        self._cards.execute(id, command, decide)
        return self.get(id).state

    def _spread(self, unit: Card, command: Command) -> None:
        rules = self._policies.at(unit.version).scores

        def decide(card: Card | None) -> Change[Card]:
            fresh = appeals.with_unit_score(card, unit.result.score, rules) if card else None
            return Change(None) if fresh is None else card_change(fresh)

        where = (Eq("whole", whole(unit.round, unit.run)), Eq("kind", "person"), Eq("unit", unit.subject.id))
        for document in find_all(self._cards.store, CARDS, *where):
            id = str(uuid.uuid5(_COMMANDS, f"{command.id}/{document['id']}"))
            self._cards.execute(document["id"], Command(id, actor=command.actor), decide)
