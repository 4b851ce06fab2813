"""What events of shifts and rosters tell (班次与排班): `category` is the kind of the post, `team` the unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Rows, Tells, minutes


def _served(data: Row) -> Iterable[Row]:
    """One row for each person: who held two places served both."""
    sums: Counter[str] = Counter()
    force = {each["person"]: each.get("force", "") for each in data["served"]}
    for each in data["served"]:
        sums[each["person"]] += each["minutes"]
    return ({**data, "person": person, "minutes": total, "force": force[person]} for person, total in sums.items())


def _length(data: Row) -> Iterable[Row]:
    return ({**data, "minutes": minutes(data["start"], data["end"])},)


def _places(data: Row) -> Iterable[Row]:
    return ({**data, "places": len(data["people"]) + len(data["open"])},)


def _people(data: Row) -> Iterable[Row]:
    return ({**data, "number": len(data["people"])},)


def _changed(what: str) -> Rows:
    return lambda data: (data,) if data.get("what") == what else ()


def _shift(
    kind: str, means: str, *, word: str = "", other: str = "", at: str = "", value: str = "", unit: str = "1",
    rows: Rows | None = None,
) -> Tells:  # fmt: skip
    made = Tells(kind, means, "kind", word, "unit", other, "", at, value, unit)
    return made if rows is None else Tells(kind, means, "kind", word, "unit", other, "", at, value, unit, rows)


def _roster(kind: str, means: str, value: str = "", unit: str = "1") -> Tells:
    return Tells(kind, means, team="unit", word="version", value=value, unit=unit)


_SERVED_LATE = "Served, told after the shift had ended: to be added, and the `no_show` of it was none."

DUTY: Mapping[str, tuple[Tells, ...]] = {
    f"patrol.{name}.v1": told
    for name, told in {
        "shift_published": (
            _shift("shift_published", "A shift was published; value: its places.", value="places", unit="places",
                   rows=_places),
        ),
        "shift_changed": (
            _shift("arrived", "Somebody came to their shift.", other="person", rows=_changed("arrived")),
            _shift("departed", "Somebody went.", other="person", rows=_changed("departed")),
            _shift("shift_lacking", "All in it together lack something.", word="lacking", rows=_changed("lacking")),
            _shift("served_late", _SERVED_LATE, word="force", other="person", at="end", value="minutes",
                   unit="minutes", rows=_changed("late_record")),
        ),
        "shift_cancelled": (
            _shift("shift_cancelled", "A shift is off; value: who was to come or was asked.", word="reason",
                   value="number", unit="people", rows=_people),
        ),
        "shift_started": (
            _shift("shift_started", "A shift began; value: who was to be there.", at="start", value="number",
                   unit="people", rows=_people),
        ),
        "shift_ended": (
            _shift("shift_ended", "A shift was over, after so long.", at="end", value="minutes", unit="minutes",
                   rows=_length),
            _shift("hours_served", "What somebody served in a shift.", word="force", other="person", at="end",
                   value="minutes", unit="minutes", rows=_served),
        ),
        "dropped_out": (_shift("dropped_out", "Somebody does not come.", word="reason", other="person"),),
        "no_show_found": (_shift("no_show", "Somebody did not come in time.", word="reason", other="person"),),
        "replacement_asked": (
            _shift("replacement_asked", "Somebody was asked to take a place.", word="rank", other="person"),
        ),
        "replacement_answered": (
            _shift("replacement_answered", "An ask was over.", word="answer", other="person"),
        ),
        "place_filled": (_shift("replacement", "A place has somebody.", word="reason", other="person"),),
        "place_left_open": (_shift("place_left_open", "Nobody is left to be asked.", word="reason"),),
        "swap_decided": (_shift("swap_decided", "A swap was decided.", word="decision", other="swap"),),
        "roster_published": (
            _roster("roster_published", "A roster is in force; value: places taken.", "places", "places"),
        ),
        "roster_infeasible": (_roster("roster_infeasible", "No roster keeps all rules."),),
        "roster_failed": (_roster("roster_failed", "Planning ended without a roster."),),
        "roster_withdrawn": (_roster("roster_withdrawn", "A published roster is in force no more."),),
    }.items()
}  # fmt: skip
"""What each event type gives."""
