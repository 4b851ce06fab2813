"""How people behave in the made-up disputes: one table of probabilities, and drawing from it.

Published of 寿宁 are two numbers: 387 disputes and a settled share of at least 98 %. How often people agree, keep
their word or go to the wrong body is not published: every probability here is made up, so that a county with such
people would plausibly come out there. What is drawn is how people behave; how a dispute ends is left to the
service.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from random import Random
from typing import Any

Json = dict[str, Any]
Weights = dict[Any, float]


@dataclass(frozen=True, slots=True)
class Odds:
    """The table. Numbers are probabilities of one dispute, unless said otherwise.

    agrees_in: the round in which the parties agree, None never. breaks_first: the first agreement is broken;
    breaks_again: then the second one too. other_body: it is no matter for mediation by the police and the township
    but another body's; not_theirs: of these, that body sends it back and it is mediated after all; answers_late: of
    the others, it answers after its term. silent: the mediator who is asked first does not answer. visit_forgotten:
    the first follow-up visit is not made on its day. reported_again: the same dispute is reported a second time.
    old_root: the parties' fathers had a quarrel that is only on paper. minor: one party is under age and has a
    guardian. withdraws: who asked for mediation no longer wants it. oral: they want nothing in writing.
    violence, threats: what is heard of at the beginning.
    """

    agrees_in: tuple[tuple[int | None, float], ...] = ((1, 0.72), (2, 0.26), (3, 0.018), (None, 0.002))
    breaks_first: float = 0.04
    breaks_again: float = 0.03
    other_body: float = 0.035
    not_theirs: float = 0.6
    answers_late: float = 0.4
    silent: float = 0.05
    visit_forgotten: float = 0.02
    reported_again: float = 0.06
    old_root: float = 0.015
    minor: float = 0.02
    withdraws: float = 0.001
    oral: float = 0.2
    violence: float = 0.08
    threats: float = 0.06


ODDS = Odds()
SOURCES: Weights = {"incident": 25, "grid_report": 20, "visit": 30, "walk_in": 12, "patrol": 8, "other_body": 5}
"""How disputes come to notice; by visits most, as the county wants it (FACTS: four and more visits a week)."""

KINDS: Weights = {
    ("200301", "family"): 14, ("200301", "divorced"): 4, ("200301", "lovers"): 4, ("200302", "neighbours"): 26,
    ("200302", "land"): 14, ("200303", "consumer"): 10, ("200304", "wage"): 14, ("200300", "debt"): 7,
    ("200300", "tenancy"): 3, ("200300", "medical"): 1, ("200300", "other"): 3,
}  # fmt: skip
"""Category and relation of the parties; shares are made up."""

BODIES = {
    "wage": ("labour_arbitration", "human_resources"), "land": ("land_arbitration", "natural_resources"),
    "consumer": ("market_supervision",), "medical": ("health_commission",), "family": ("civil_affairs",),
    "tenancy": ("housing_construction",),
}  # fmt: skip
"""Bodies that a matter of a relation may belong to, as the policy calls them; any other goes to the township."""

_YES_OR_NO = ("silent", "visit_forgotten", "withdraws", "oral")
OUTBURST = ("extreme_words", "threats")
"""What is said in the first round of the one dispute that turns red."""


def behaviour(relation: str, random: Random, odds: Odds = ODDS) -> Json:
    """Draw how the people of one dispute behave; what they don't do is left out."""
    rounds, chances = zip(*odds.agrees_in, strict=True)
    drawn: Json = {"agrees_in": random.choices(rounds, chances)[0], "keeps": _keeps(random, odds)}
    drawn |= {name: True for name in _YES_OR_NO if _happens(name, random, odds)}
    if _happens("other_body", random, odds):
        drawn["body"] = asdict(_body(relation, random, odds))
    if _happens("reported_again", random, odds):
        drawn["again"] = {"source": random.choice(("incident", "visit")), "after_days": random.randint(0, 2)}
    return drawn


def signals(random: Random, odds: Odds = ODDS) -> list[str]:
    """Draw what is heard of at the beginning."""
    return [name for name in ("threats", "violence") if _happens(name, random, odds)]


def happens(probability: float, random: Random) -> bool:
    """Draw once."""
    return random.random() < probability


@dataclass(frozen=True, slots=True)
class Body:
    """Another body and how it behaves. complexity: which term it has; answers_late, returns: see `Odds`."""

    name: str
    complexity: str
    returns: bool
    answers_late: bool


def _body(relation: str, random: Random, odds: Odds) -> Body:
    name = random.choice(BODIES.get(relation, ("township_government",)))
    complexity = random.choice(("simple", "complex"))
    returns = happens(odds.not_theirs, random)
    return Body(name, complexity, returns, happens(odds.answers_late, random) and not returns)


def _keeps(random: Random, odds: Odds) -> list[bool]:
    """Whether they keep the first agreement, and if not, the second."""
    first, second = happens(odds.breaks_first, random), happens(odds.breaks_again, random)
    return [False, not second] if first else [True]


def _happens(name: str, random: Random, odds: Odds) -> bool:
    return happens(getattr(odds, name), random)
