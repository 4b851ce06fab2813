"""A roster as a picture (SVG): people down, days across, each duty a coloured field with its hours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from xml.sax.saxutils import escape

from services.patrol.domain.rosters.local import day_of, is_night
from services.patrol.domain.rosters.problem import Problem, Roster, Slot

CELL_W, CELL_H, LEFT, TOP, FOOT = 34, 18, 130, 58, 34
MOST_PEOPLE = 200
_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
_COLOURS = ("#4e79a7", "#59a14f", "#f28e2b", "#b07aa1", "#76b7b2", "#edc948", "#9c755f", "#ff9da7")
_NIGHT, _WEEKEND, _LINE, _OPEN = "#2b2d5b", "#f3f1ea", "#d8d8d8", "#d62728"


def picture(problem: Problem, roster: Roster, *, skip: int = 0, most: int = MOST_PEOPLE) -> str:
    """Return the SVG of a roster. skip, most: which of the people, by id, who have a duty."""
    held = _held(problem, roster)
    people = sorted(held)
    shown = people[skip : skip + most]
    days = _days(problem)
    colours = _colours(problem)
    width, height = LEFT + CELL_W * len(days) + 10, TOP + CELL_H * (len(shown) + 1) + FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="10">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        _text(8, 16, f"{problem.unit}: {_range(days)}", size=13, bold=True),
        _text(8, 32, _how_many(skip, len(shown), len(people))),
        *_head(days, len(shown)),
    ]
    for number, person in enumerate(shown):
        parts += _row(problem, person, held[person], days, TOP + CELL_H * number, colours)
    parts += _open_row(problem, roster, days, TOP + CELL_H * len(shown))
    parts += _legend(colours, height - 12)
    return "\n".join([*parts, "</svg>\n"])


def _held(problem: Problem, roster: Roster) -> dict[str, list[Slot]]:
    slots = {slot.id: slot for slot in problem.slots}
    held: defaultdict[str, list[Slot]] = defaultdict(list)
    for place in sorted(roster):
        held[place.person].append(slots[place.slot])
    return held


def _days(problem: Problem) -> list[date]:
    found = [day_of(slot, problem.zone) for slot in problem.slots]
    if not found:
        return []
    first, last = min(found), max(found)
    return [first + number * _DAY for number in range((last - first).days + 1)]


def _colours(problem: Problem) -> dict[str, str]:
    kinds = sorted({slot.kind for slot in problem.slots})
    return {kind: _COLOURS[number % len(_COLOURS)] for number, kind in enumerate(kinds)}


def _range(days: Sequence[date]) -> str:
    return f"{days[0]} – {days[-1]}" if days else "no duties"


def _how_many(skip: int, shown: int, of: int) -> str:
    return f"{of} people" if shown == of else f"people {skip + 1} to {skip + shown} of {of}"


def _head(days: Sequence[date], rows: int) -> list[str]:
    parts = []
    for number, day in enumerate(days):
        x = LEFT + CELL_W * number
        if day.weekday() >= 5:
            parts.append(_rect(x, TOP - 22, CELL_W, 22 + CELL_H * (rows + 1), _WEEKEND))
        parts.append(_text(x + 3, TOP - 12, f"{day.month}-{day.day}"))
        parts.append(_text(x + 3, TOP - 2, _WEEKDAYS[day.weekday()], size=9))
    return parts


def _row(
    problem: Problem, person: str, slots: Sequence[Slot], days: Sequence[date], y: int, colours: dict[str, str]
) -> list[str]:
    known = person if len(person) <= 20 else f"{person[:12]}…{person[-4:]}"
    right = LEFT + CELL_W * len(days)
    parts = [_text(8, y + 13, known), f'<path d="M8 {y}H{right}" stroke="{_LINE}" stroke-width="0.5"/>']
    by_day: defaultdict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_day[day_of(slot, problem.zone)].append(slot)
    for day, duties in by_day.items():
        width = (CELL_W - 2) / len(duties)
        for number, slot in enumerate(sorted(duties, key=lambda slot: slot.start)):
            x = LEFT + CELL_W * (day - days[0]).days + 1 + width * number
            parts += _duty(problem, person, slot, x, y, width, colours[slot.kind])
    return parts


def _duty(problem: Problem, person: str, slot: Slot, x: float, y: int, width: float, colour: str) -> list[str]:
    start, end = (each.astimezone(problem.zone) for each in (slot.start, slot.end))
    said = escape(f"{person}: {slot.post}, {slot.kind}, {start:%m-%d %H:%M}–{end:%H:%M}")
    night = is_night(slot, problem.night, problem.zone)
    parts = [
        f"<g><title>{said}</title>{_rect(x, y + 1, width, CELL_H - 2, colour)}",
        _rect(x, y + CELL_H - 4, width, 3, _NIGHT) if night else "",
        _text(x + 2, y + 11, f"{start:%H}-{end:%H}", size=8, colour="white") if width > 24 else "",
        "</g>",
    ]
    return [part for part in parts if part]


def _open_row(problem: Problem, roster: Roster, days: Sequence[date], y: int) -> list[str]:
    missing: Counter[date] = Counter()
    for slot in problem.slots:
        missing[day_of(slot, problem.zone)] += sum(need.count for need in slot.needs)
    slots = {slot.id: slot for slot in problem.slots}
    missing.subtract(day_of(slots[place.slot], problem.zone) for place in roster)
    parts = [_text(8, y + 13, "open places", bold=True)]
    for number, day in enumerate(days):
        if missing[day] > 0:
            parts.append(_text(LEFT + CELL_W * number + 8, y + 13, str(missing[day]), colour=_OPEN, bold=True))
    return parts


def _legend(colours: dict[str, str], y: int) -> list[str]:
    parts, x = [], LEFT
    for kind, colour in [*colours.items(), ("night", _NIGHT)]:
        parts += [_rect(x, y - 8, 10, 10, colour), _text(x + 14, y + 1, kind)]
        x += 26 + 6 * len(kind)
    return parts


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'


def _text(x: float, y: float, said: str, *, size: int = 10, colour: str = "#222", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{weight}>{escape(said)}</text>'
