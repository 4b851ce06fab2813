"""A made-up station: its patrols of four weeks and the people who may go on them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.patrol.domain.rosters.problem import Limits, Need, Problem, Slot, Wish, Worker
from services.patrol.domain.span import Span

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 3, 2, tzinfo=ZONE)
DAYS, POSTS, CREW, TURNS = 28, 10, 16, 2
"""Four weeks; posts of a station; volunteers on a patrol; turns each of them is asked for, about."""
HOURS = (19, 20, 21, 22)
"""When patrols start; each takes four hours."""
OFFICERS = Limits(rest=timedelta(hours=11), most_nights=4, most_days=6, week_minutes=40 * 60)
VOLUNTEERS = Limits(rest=timedelta(hours=18), most_nights=1, most_days=1, week_minutes=8 * 60, most_turns=6)


def station(number: int, people: int) -> Problem:
    """Return the problem of one station with so many people, the same each time."""
    chance = random.Random(number)
    patrols = max(2, round(people * TURNS / DAYS / CREW))
    force = max(6, 3 * patrols)
    centre = (115.80 + 0.02 * (number % 5), 28.60 + 0.02 * (number // 5))
    places = [_near(chance, centre, 0.02) for _ in range(POSTS)]
    slots = tuple(
        _patrol(number, day, turn, places[turn % POSTS], turn % POSTS)
        for day in range(DAYS)
        for turn in range(patrols)
    )
    workers = [_regular(number, n, force_name) for force_name in ("officer", "auxiliary") for n in range(force)]
    workers += [_volunteer(chance, number, n, centre) for n in range(people - 2 * force)]
    unit = f"360103.county.station-{number:02}"
    return Problem(f"city-{number}", unit, ZONE, slots, tuple(workers), {"volunteer": "officer"})


def _patrol(station_number: int, day: int, turn: int, place: tuple[float, float], post: int) -> Slot:
    start = FIRST + timedelta(days=day, hours=HOURS[turn % len(HOURS)])
    needs = (
        Need("officer", 1, frozenset({"officer"}), required=True),
        Need("auxiliary", 1, frozenset({"auxiliary"}), required=True),
        Need("volunteer", CREW, frozenset({"volunteer"}), frozenset({"volunteer"})),
    )
    name = f"360103.county.post-{station_number:02}-{post:02}"
    return Slot(
        f"{station_number}-{day:02}-{turn:02}", name, "patrol", start, start + timedelta(hours=4), needs, place
    )


def _regular(station_number: int, number: int, force: str) -> Worker:
    return Worker(f"p-{station_number:02}{force}{number:04}", force, OFFICERS)


def _volunteer(chance: random.Random, station_number: int, number: int, centre: tuple[float, float]) -> Worker:
    expires = (FIRST + timedelta(days=chance.randrange(7, 365))).date() if chance.random() < 0.2 else None
    away = (_days(chance, 7),) if chance.random() < 0.1 else ()
    wishes = (Wish("avoid", _days(chance, 2)),) if chance.random() < 0.3 else ()
    return Worker(
        f"p-{station_number:02}volunteer{number:05}", "volunteer", VOLUNTEERS, {"volunteer": expires}, away=away,
        wishes=wishes, home=_near(chance, centre, 0.03),
    )  # fmt: skip


def _days(chance: random.Random, most: int) -> Span:
    start = FIRST + timedelta(days=chance.randrange(DAYS))
    return Span(start, start + timedelta(days=chance.randint(1, most)))


def _near(chance: random.Random, centre: tuple[float, float], spread: float) -> tuple[float, float]:
    return centre[0] + chance.uniform(-spread, spread), centre[1] + chance.uniform(-spread, spread)
