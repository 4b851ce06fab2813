"""Where rounds and cards lie, and what the bus hears of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import lianfang.contracts.analytics.scorecards  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import Aggregates, Change, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from lianfang.regions.codes import upwards
from services.analytics.app.plain import from_plain, to_plain
from services.analytics.app.policies.storage import SOURCE
from services.analytics.domain.scorecards.appeals import Step
from services.analytics.domain.scorecards.card import Card, Round

ROUNDS, CARDS = "score_rounds", "scorecards"
Clock = Callable[[], datetime]


def collections() -> tuple[Collection, ...]:
    """Declare rounds and cards. whole: round and run, so that a query has the cards in force and no older ones."""
    rounds = collection(ROUNDS, key("regions", many=True), key("start"))
    cards = collection(CARDS, key("whole"), key("subject"), key("kind"), key("unit"))
    return rounds, archive(ROUNDS), cards, archive(CARDS)


def rounds(store: Store, clock: Clock, hand_over: Callable[[Pending], None]) -> Aggregates[Round]:
    """Return the runner of use cases on rounds."""
    return Aggregates(
        store, ROUNDS, source=SOURCE, clock=clock, hand_over=hand_over, encode=to_plain,
        decode=partial(from_plain, Round),
    )  # fmt: skip


def cards(store: Store, clock: Clock, hand_over: Callable[[Pending], None]) -> Aggregates[Card]:
    """Return the runner of use cases on cards."""
    return Aggregates(
        store, CARDS, source=SOURCE, clock=clock, hand_over=hand_over, encode=to_plain,
        decode=partial(from_plain, Card),
    )  # fmt: skip


def whole(round: str, run: str) -> str:
    """Return the value of the index ``whole``."""
    return f"{round}/{run}"


def round_change(round: Round, events: Sequence[NewEvent] = (), result: Any = None) -> Change[Round]:
    """Return the change that makes a round what it is now."""
    keys = {"regions": upwards(round.county), "start": round.span.start.isoformat()}
    return Change(round, events, result, keys=keys)


def card_change(card: Card, step: Step | None = None) -> Change[Card]:
    """Return the change that makes a card what it is now; an open appeal has its deadline."""
    events = []
    if step is not None and step.name:
        about = {
            "card": card.id, "round": card.round, "county": card.subject.county, "kind": card.subject.kind,
        }  # fmt: skip
        due = {"due": card.appeal.due.isoformat()} if card.appeal and step.name == "scorecard_appealed" else {}
        events.append(NewEvent(f"analytics.{step.name}.v1", {**about, **due, **step.data}, card.subject.county))
    appeal = card.appeal
    waits = appeal is not None and appeal.state == "open" and not appeal.overdue
    keys = {
        "whole": whole(card.round, card.run), "subject": card.subject.id, "kind": card.subject.kind,
        "unit": card.subject.unit,
    }  # fmt: skip
    return Change(card, events, due=appeal.due if waits and appeal else None, keys=keys)
