"""Definitions of figures as data: which facts are counted, of which whole, in which unit, after which source."""

from __future__ import annotations

from dataclasses import dataclass

UNITS = ("count", "percent", "minutes", "hours", "points", "people", "per_hundred", "yuan")
TOPICS = (
    "incidents", "cases", "response", "mediation", "hazards", "prevention", "visits", "population", "patrol",
    "volunteers", "strength", "alerts", "duties",
)  # fmt: skip
ROWS, DISTINCT, SUM, MEAN, MEDIAN, P90, LATEST, REACHING, EXPECTED = (
    "rows", "distinct", "sum", "mean", "median", "p90", "latest", "reaching", "expected",
)  # fmt: skip
MEASURES = (ROWS, DISTINCT, SUM, MEAN, MEDIAN, P90, LATEST, REACHING, EXPECTED)
COLUMNS = ("subject", "other", "team", "region", "category")
FIRST, LAST = "first", "last"
IN_PERIOD, TO_END = "period", "to_end"
BY_SLOT, BY_MONTH = "slots", "month"
POISSON, SHARES, NO_TEST = "poisson", "shares", "none"
SPLITS = ("class", "category", "word", "ring", "team")
"""What a figure may be split by; class is the first two digits of an incident's category."""
WIDER = {"subject": ("subject",), "task": ("subject", "other")}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What must, or must not, be known of the same thing besides the fact that is counted.

    kinds: facts looked at. same: "subject" (the same incident, case …) or "task" (the same other id too).
    words: only facts with one of these are looked at; empty takes all. pick: the first of them by time, or the
    last in the aggregate's own order. accepted: the kinds that the picked one must be of; empty accepts all.
    absent: it must *not* be so. by_then: it must not be later than the counted fact, which is then a deadline.
    window: "to_end" looks only at facts before the period's end; "" at all that are known now.
    within_minutes: it must follow the counted fact within so many minutes; None does not ask.
    """

    kinds: tuple[str, ...]
    same: str = "subject"
    pick: str = FIRST
    words: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    absent: bool = False
    by_then: bool = False
    window: str = ""
    within_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the last value of each must be to count; asked once it was picked, for an earlier one stands no more.

    words, least: as of a selection. teams: patterns of full team ids, * for any text; one must fit. not_teams: none
    may.
    """

    words: tuple[str, ...] = ()
    least: float | None = None
    teams: tuple[str, ...] = ()
    not_teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which facts are taken and what is made of them.

    kinds, words, categories (prefixes), rings: what the facts are; empty takes all. least: smallest value taken.
    window: "period" or "to_end" (everything up to the period's end, for stocks); nothing in the future counts.
    dated: "" goes by the time of the fact; "slots" by the day, week … that stands in `other` (see `per`); "month"
    by the month that `other` begins with, all up to the period's last.
    moved_by: a kind of fact that says where it was after all; its place and ring count then.
    evidence: all must hold. interval: the statistic is of the minutes from the fact to the first evidence.
    measure: rows | distinct | sum | mean | median | p90 (of values or intervals) | latest (sum of the last values
    of `each`) | reaching (how many `each` have a sum of `at_least`) | expected (`each` known × days … begun).
    each: columns by which distinct and the last three count. per: day, week or month, for slots and expected.
    standing: of latest, what the last must be to count.
    scale: the result is multiplied by this (minutes to hours: 1/60).
    """

    kinds: tuple[str, ...]
    words: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    rings: tuple[int, ...] = ()
    least: float | None = None
    window: str = IN_PERIOD
    dated: str = ""
    moved_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    interval: bool = False
    measure: str = ROWS
    each: tuple[str, ...] = ()
    standing: Standing | None = None
    per: str = ""
    at_least: float = 0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure. zh, en: names. definition: in words, with what is left out. better: "higher", "lower" or "".

    levels: lowest region level at which it may be asked for, a name of Level (grid, village …).
    compare: the test of a change: poisson (counts), shares (Fisher, a part of a whole), none.
    source: the place in FACTS.md or the law it comes from. published: † a county published results of it; they are
    computed from events and are no constants anywhere.
    """

    id: str
    topic: str
    zh: str
    en: str
    definition: str
    unit: str
    period: str
    source: str
    numerator: Selection
    denominator: Selection | None = None
    lowest_level: str = "grid"
    splits: tuple[str, ...] = ()
    better: str = ""
    compare: str = NO_TEST
    published: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds of facts that it looks at."""
        selections = [each for each in (self.numerator, self.denominator) if each is not None]
        evidence = [kind for each in selections for one in each.evidence for kind in one.kinds]
        return tuple(sorted({*(kind for each in selections for kind in each.kinds), *evidence}))

    @property
    def factor(self) -> float:
        """What the ratio of numerator and denominator is multiplied by."""
        return 100.0 if self.denominator is not None and self.unit in ("percent", "per_hundred") else 1.0
