"""A scorecard and the round it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from services.analytics.domain.wanted import Span

Kind = Literal["unit", "person"]
KINDS: tuple[Kind, ...] = ("unit", "person")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is assessed. id: a unit's full id or a person's. unit: the unit somebody belongs to, a unit's own id.

    region: where a unit answers for, "" for its county. people: how many serve in a unit.
    """

    id: str
    kind: Kind
    county: str
    unit: str
    region: str = ""
    people: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What a measure came to. value: None when there was nothing to measure; the weight then falls away.

    facts: how many facts are behind it; their ids are found by asking again, see app/scorecards/tracing.py.
    """

    measure: str
    title: str
    weight: float
    value: float | None
    points: float
    facts: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class BoundLine:
    """What a bound target came to. events: ids of the events that gave or took the points, not more than 100."""

    word: str
    title: str
    count: int
    points: float
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """Figures that look made to fit. It changes no score: somebody should look.

    count of values show the pattern where chance lets expect `expected`; p: how often chance gives as many.
    reason_zh, reason_en: a sentence for people. events: ids of some of them.
    """

    check: str
    count: int
    of: int
    expected: float
    p: float
    reason_zh: str
    reason_en: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appeal:
    """Somebody disagrees. state: open, upheld, rejected, withdrawn. reason, why: words. due: of the answer."""

    state: str
    by: str
    reason: str
    measures: tuple[str, ...]
    at: datetime
    due: datetime
    overdue: bool = False
    decided_by: str = ""
    decided_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an upheld appeal changed, and what it was before."""

    measure: str
    before: float | None
    after: float
    score_before: float | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """Score of 0 or more, at most two decimals; None and no grade when nothing could be measured."""

    score: float | None
    grade: str
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class Card:
    """See the module's text. run: as in Round. version: of the policy. unit_score: a person's unit's, if any."""

    id: str
    round: str
    run: str
    subject: Subject
    version: str
    lines: tuple[Line, ...]
    bounds: tuple[BoundLine, ...]
    unit_score: float | None
    result: Result
    flags: tuple[Flag, ...] = ()
    appeal: Appeal | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """An assessment of a county's units and people over a period.

    period: as people write it, ``2026-Q1``; span: its moments. target_fen, civilisation_fen: the two bonuses that
    are shared out, in hundredths of a yuan. run: which of its assessments the cards in force are of; assessed:
    whether that one is complete. state: draft until published; it isn't assessed again after that.
    """

    id: str
    county: str
    period: str
    span: Span
    target_fen: int
    civilisation_fen: int
    subjects: tuple[Subject, ...]
    version: str
    by: str
    run: str
    state: Literal["draft", "published"] = "draft"
    assessed: bool = False
    published_at: datetime | None = None

    @property
    def pool_fen(self) -> int:
        """Return what is to be shared out."""
        return self.target_fen + self.civilisation_fen
