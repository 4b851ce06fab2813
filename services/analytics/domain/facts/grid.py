"""What field records and registry releases tell (网格): hazards, visits, counts, grades, duties, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.analytics.domain.facts.tells import Row, Tells

COUNTED = ("registered", "estimated")


def _kept(data: Row) -> Iterable[Row]:
    return ({**data, "timeliness": "in_time" if data["in_time"] else "late"},)


def _population(data: Row) -> Iterable[Row]:
    return ({**data, "counted": what, "people": data[what], "of": f"{data['month']}:{what}"} for what in COUNTED)


def _kinds(data: Row) -> Iterable[Row]:
    return ({"item": item, "items": number} for item, number in data["counts"].items())


def _missing(data: Row) -> Iterable[Row]:
    return ({**data, "item": item} for item in dict.fromkeys(data["missing"]))


def _rule(data: Row) -> Iterable[Row]:
    return ({**data, "rule": "kept" if data["meets_rule"] else "short"},)


def _hazard(kind: str, means: str, *, word: str = "", value: str = "", unit: str = "1") -> Tells:
    return Tells(kind, means, category="kind", word=word, team="team", other="place", subject="hazard", at="at",
                 value=value, unit=unit)  # fmt: skip


def _visit(kind: str, means: str, value: str, *, word: str = "role", unit: str = "minutes") -> Tells:
    return Tells(kind, means, category="role", word=word, team="team", other="person", subject="visit", at="at",
                 value=value, unit=unit, rows=_rule)  # fmt: skip


def _activity(kind: str, means: str, *, value: str = "", unit: str = "1") -> Tells:
    return Tells(kind, means, category="kind", word="topic", team="team", other="place", subject="activity",
                 at="at", value=value, unit=unit)  # fmt: skip


def _survey(kind: str, means: str, value: str) -> Tells:
    return Tells(kind, means, word="question", team="team", subject="survey", at="at", value=value, unit="people")


GRID: Mapping[str, tuple[Tells, ...]] = {
    f"grid.{name}.v1": told
    for name, told in {
        "hazard_found": (
            _hazard("hazard_found", "A hazard was found (隐患排查).", word="kind"),
            Tells("hazard_lacks", "Of what the hazard's class asks for, this is missing.", category="kind",
                  word="item", team="team", other="item", subject="hazard", at="at", rows=_missing),
            Tells("hazard_deadline", "A hazard has to be resolved by this time.", category="kind", word="source",
                  team="team", other="place", subject="hazard", at="due"),
        ),
        "hazard_assigned": (_hazard("hazard_assigned", "A team has to see to it."),),
        "hazard_transferred": (_hazard("hazard_transferred", "It was handed to another body.", word="to"),),
        "hazard_equipped": (
            _hazard("hazard_equipped", "What was missing was put there.", value="pieces", unit="pieces"),
        ),
        "hazard_overdue": (_hazard("hazard_overdue", "It was not resolved in time, as far as was known."),),
        "hazard_resolved": (
            _hazard("hazard_resolved", "It is no more, small, or was none.", word="outcome"),
            Tells("hazard_kept", "Its deadline was kept or not: the last word, whatever `hazard_overdue` said.",
                  category="kind", word="timeliness", team="team", other="place", subject="hazard", at="due",
                  rows=_kept),
        ),
        "visit_recorded": (
            _visit("visit_made", "Households were visited (入户走访), for so long.", "minutes"),
            _visit("households_visited", "How many; `word`: whether each had the minutes the county asks for.",
                   "households", word="rule", unit="households"),
            _visit("fraud_talk", "Of a visit, minutes on telecom fraud (反诈宣传).", "fraud_minutes"),
        ),
        "population_counted": (
            Tells("population_counted", "People counted in a grid for a month: of one `subject` the highest "
                  "`sequence` stands.", category="group", word="counted", other="of", at="at", value="people",
                  unit="people", rows=_population),
        ),
        "place_graded": (
            Tells("place_graded", "A place has this grade from now on.", category="kind", word="grade",
                  subject="place", other="before", at="at"),
        ),
        "duty_recorded": (
            Tells("duty_done", "A team did one of its countable duties (八个一). All of one duty, team and period "
                  "have one `subject`: the first fulfils it, more do no more.", word="duty", team="team",
                  other="period", at="at"),
        ),
        "activity_recorded": (
            _activity("activity_done", "A team gave a lesson, a training, a service …"),
            _activity("people_reached", "How many an activity reached; of care only who was not helped before.",
                      value="people", unit="people"),
        ),
        "survey_recorded": (
            _survey("survey_answered", "People who answered a question.", "answered"),
            _survey("survey_agreeing", "Of these, who agree: feel safe, are satisfied …", "agreeing"),
        ),
        "expense_recorded": (
            Tells("expense_paid", "A team paid this for a purpose.", word="purpose", team="team", subject="expense",
                  at="at", value="yuan", unit="yuan"),
        ),
        "release_published": (
            Tells("registry_counted", "A county's registry holds so many of these: the newest `at` stands.",
                  word="item", other="item", value="items", rows=_kinds),
        ),
    }.items()
}  # fmt: skip
"""What each event type gives."""
