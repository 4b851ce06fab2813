"""The money of a round. 汉阴: base = (target bonus + civilisation bonus) / people assessed, times the coefficient.

The coefficients needn't average 1, so what is paid is not what there is: the check says by how much, and by which
factor every amount would have to be changed to meet it. Nothing is changed silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.analytics.domain.scorecards.card import Card


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody gets, in fen."""

    card: str
    person: str
    grade: str
    coefficient: Decimal
    fen: int


@dataclass(frozen=True, slots=True)
class Budget:
    """All in fen. balance: pool - paid; below 0: more is promised than there is. base: per person, rounded down.

    factor: pool / paid, None when nothing is paid. people: those assessed with a grade.
    """

    pool: int
    people: int
    base: int
    paid: int
    factor: Decimal | None
    shares: tuple[Share, ...]

    @property
    def balance(self) -> int:
        """Return what is left over, or lacking when below 0."""
        return self.pool - self.paid


def budget(pool: int, cards: Sequence[Card]) -> Budget:
    """Return the budget check of a round. Cards of units, and those without a grade, get no money."""
    people = [card for card in cards if card.subject.kind == "person" and card.result.grade]
    if not people:
        return Budget(pool, 0, 0, 0, None, ())
    base = pool // len(people)
    shares = tuple(
        Share(
            card.id, card.subject.id, card.result.grade, card.result.coefficient,
            int((base * card.result.coefficient).quantize(Decimal(1), ROUND_HALF_UP)),
        )
        for card in people
    )  # fmt: skip
    paid = sum(share.fen for share in shares)
    factor = (Decimal(pool) / paid).quantize(Decimal("0.0001")) if paid else None
    return Budget(pool, len(people), base, paid, factor, shares)
