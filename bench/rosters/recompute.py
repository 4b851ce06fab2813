"""The cost of a roster recomputed from the instance file's own rows: nothing shared with solver or checker."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from bench.rosters.reader import Rows

Lines = dict[str, list[str | None]]


def penalty(rows: Rows, lines: Lines) -> int:
    """The published objective: requests not granted, shortage and excess of cover."""
    total = 0
    for who, day, kind, weight in rows.get("SHIFT_ON_REQUESTS", []):
        total += int(weight) * (lines[who][int(day)] != kind)
    for who, day, kind, weight in rows.get("SHIFT_OFF_REQUESTS", []):
        total += int(weight) * (lines[who][int(day)] == kind)
    there = Counter((day, kind) for line in lines.values() for day, kind in enumerate(line) if kind)
    for day, kind, needed, under, over in rows["COVER"]:
        short = int(needed) - there[int(day), kind]
        total += int(under) * short if short > 0 else int(over) * -short
    return total


def broken(rows: Rows, lines: Lines) -> list[str]:
    """Every hard rule broken, from the rules as published."""
    minutes = {row[0]: int(row[1]) for row in rows["SHIFTS"]}
    after = {row[0]: set(row[2].split("|")) for row in rows["SHIFTS"]}
    off = {row[0]: {int(day) for day in row[1:]} for row in rows.get("DAYS_OFF", [])}
    found: list[str] = []
    for row in rows["STAFF"]:
        line = lines[row[0]]
        most = dict(each.split("=") for each in row[1].split("|"))
        found += [f"{row[0]}: too many {kind}" for kind, limit in most.items() if line.count(kind) > int(limit)]
        found += [f"{row[0]}: day {day} is off" for day in off.get(row[0], ()) if line[day]]
        found += [
            f"{row[0]}: {then} after {first}" for first, then in pairwise(line) if first and then in after[first]
        ]
        found += _numbers(row, line, sum(minutes[kind] for kind in line if kind))
    return found


def _numbers(row: list[str], line: list[str | None], worked: int) -> list[str]:
    max_minutes, min_minutes, max_run, min_run, min_rest, max_weekends = map(int, row[2:8])
    weekends = sum(any(line[day] for day in (sat, sat + 1) if day < len(line)) for sat in range(5, len(line), 7))
    text = "".join("w" if kind else "o" for kind in line)
    found = []
    if not min_minutes <= worked <= max_minutes:
        found.append(f"{row[0]}: {worked} minutes")
    if weekends > max_weekends:
        found.append(f"{row[0]}: {weekends} weekends")
    if "w" * (max_run + 1) in text:
        found.append(f"{row[0]}: too many days in a row")
    found += [f"{row[0]}: {run} shifts in a row" for run in range(1, min_run) if f"o{'w' * run}o" in text]
    found += [f"{row[0]}: {run} days off in a row" for run in range(1, min_rest) if f"w{'o' * run}w" in text]
    return found
