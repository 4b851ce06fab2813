"""The 387 disputes of 寿宁, made up: how each comes to notice, who quarrels, and how its people behave.

A dispute: ``id``; ``at`` (when it is first reported); ``source``; ``category``; ``relation``; ``signals`` (heard of
at the beginning); ``text``; ``place`` (``{grid}``, a call also ``{lon, lat}``); ``parties``; ``behaviour``, see
odds.py: agrees_in, keeps, and where they apply silent, visit_forgotten, withdraws, oral, body, again, outburst;
``old`` (an old quarrel of the fathers: when, and who). How it ends is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.regions.model import Grid
from lianfang.regions.pack import Pack
from scenarios.shouning.day import point_in
from scenarios.shouning.disputants import People, fathers, parties
from scenarios.shouning.odds import KINDS, ODDS, OUTBURST, SOURCES, Odds, behaviour, happens, signals

Dispute = dict[str, Any]
DISPUTES = 387
"""So many were published."""
FIRST_DAY, DAYS = date(2026, 3, 2), 56
HOURS = (9, 15)
ZONE = ZoneInfo("Asia/Shanghai")
OLD_QUARREL = date(2008, 5, 12)
_GRID_WEIGHTS = {"urban": 4, "suburban": 2, "rural": 1}
_RED = "lovers"


def disputes(pack: Pack, random: Random, odds: Odds = ODDS) -> list[Dispute]:
    """Return the disputes in order of time; the same `random` gives the same."""
    people = People(random)
    made = sorted(_made(pack, people, random, odds), key=lambda each: each["at"])
    numbered = [{"id": f"dispute-{number:03d}", **each} for number, each in enumerate(made, 1)]
    # The one that turns red: former lovers, and words that nobody should take lightly
    red = next(each for each in numbered if each["relation"] == _RED)
    red["behaviour"] = {"agrees_in": 2, "keeps": [True], "outburst": list(OUTBURST)}
    return numbered


def _made(pack: Pack, people: People, random: Random, odds: Odds) -> Iterator[Dispute]:
    weights = [_GRID_WEIGHTS[grid.response_class] for grid in pack.grids]
    names = {category.code: category.name for category in pack.categories}
    for _ in range(DISPUTES):
        grid = random.choices(pack.grids, weights)[0]
        source = random.choices(list(SOURCES), list(SOURCES.values()))[0]
        category, relation = random.choices(list(KINDS), list(KINDS.values()))[0]
        village = grid.code[:12]
        said = parties(people, village, random, minor=happens(odds.minor, random))
        dispute: Dispute = {
            "at": _moment(random).isoformat(), "source": source, "category": category, "relation": relation,
            "signals": signals(random, odds), "text": f"{names[category]}（演练数据）",
            "place": _place(source, grid, random), "parties": said,
            "behaviour": behaviour(relation, random, odds),
        }  # fmt: skip
        if happens(odds.old_root, random):
            on = OLD_QUARREL + timedelta(days=random.randrange(200))
            dispute["old"] = {"happened_on": on.isoformat(), "parties": fathers(people, said, village)}
        yield dispute


def _place(source: str, grid: Grid, random: Random) -> dict[str, Any]:
    return point_in(random, grid) if source == "incident" else {"grid": grid.code}


def _moment(random: Random) -> datetime:
    day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    return datetime.combine(day, time(random.choice(HOURS)), ZONE)
