"""docs/figures.md as text, made of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from services.analytics.domain.compare.change import REMARKS
from services.analytics.domain.figures.figure import (
    BY_MONTH,
    BY_SLOT,
    LAST,
    LATEST,
    TO_END,
    TOPICS,
    Evidence,
    Figure,
    Selection,
    Standing,
)
from services.analytics.domain.figures.value import NOTES

TITLES = {
    "incidents": "Incidents 警情", "response": "Response 处警", "alerts": "Alerts 商户报警",
    "mediation": "Mediation 矛盾纠纷", "hazards": "Hazards 隐患", "visits": "Visits 走访",
    "population": "Population 实有人口", "patrol": "Patrol 巡防", "volunteers": "Volunteers 义警",
    "duties": "Duties 八个一", "cases": "Cases 案件", "prevention": "Prevention 宣防",
    "strength": "Strength 警力",
}  # fmt: skip
HEAD = Path(__file__).with_name("head.txt")


def document(catalogue: Mapping[str, Figure]) -> str:
    """Return the page."""
    notes = "\n".join(f"- `{word}`: {text}" for word, text in NOTES.items())
    remarks = "\n".join(f"- `{word}`: {text}" for word, text in REMARKS.items())
    lines = [HEAD.read_text(encoding="utf-8").format(notes=notes, remarks=remarks)]
    for topic in TOPICS:
        figures = [each for each in catalogue.values() if each.topic == topic]
        if figures:
            lines += [f"## {TITLES[topic]}", ""]
            lines += [line for each in figures for line in _figure(each)]
    return "\n".join(lines).rstrip() + "\n"


def _figure(figure: Figure) -> Iterator[str]:
    mark = " †" if figure.published else ""
    yield f"### {figure.zh} · {figure.en}{mark}"
    yield ""
    yield figure.definition
    yield ""
    yield f"- `{figure.id}`, in {figure.unit.replace('_', ' ')}, by {figure.period}; {figure.source}"
    yield f"- counted: {selection(figure.numerator)}"
    if figure.denominator:
        yield f"- of: {selection(figure.denominator)}"
    said = [f"split by {', '.join(figure.splits)}"] if figure.splits else []
    said += [f"down to {figure.lowest_level}"] + ([f"{figure.better} is better"] if figure.better else [])
    yield f"- {'; '.join([*said, f'test: {figure.compare}'])}"
    yield ""


def selection(chosen: Selection) -> str:
    """Return what a selection takes, in one line."""
    kinds = ", ".join(f"`{each}`" for each in chosen.kinds)
    measure = chosen.measure + (f" {' × '.join(chosen.each)}" if chosen.each else "")
    words = [f"{measure} of {kinds}"]
    words += _listed("word", chosen.words) + _listed("category", chosen.categories)
    words += _listed("ring", tuple(map(str, chosen.rings)))
    words += [f"value at least {chosen.least:g}"] if chosen.least is not None else []
    words += [f"summing up to at least {chosen.at_least:g}"] if chosen.at_least else []
    words += [f"per {chosen.per}"] if chosen.per and chosen.dated != BY_SLOT else []
    words += {BY_SLOT: [f"of the {chosen.per}s in `other`"], BY_MONTH: ["of months in `other`"]}.get(
        chosen.dated, []
    )
    words += ["up to the period's end"] if chosen.window == TO_END and chosen.measure != LATEST else []
    words += _standing(chosen.standing) if chosen.standing else []
    words += ["minutes to the first evidence"] if chosen.interval else []
    words += [f"where `{chosen.moved_by}` puts it"] if chosen.moved_by else []
    return "; ".join([*words, *map(_evidence, chosen.evidence)])


def _standing(standing: Standing) -> list[str]:
    asked = _listed("word", standing.words) + _listed("team", standing.teams)
    asked += [f"value at least {standing.least:g}"] if standing.least is not None else []
    asked += [f"team not {each}" for each in standing.not_teams]
    return [f"of which the last has {', '.join(asked)}"]


def _listed(name: str, values: tuple[str, ...]) -> list[str]:
    return [f"{name} {' or '.join(values)}"] if values else []


def _evidence(evidence: Evidence) -> str:
    kinds = " or ".join(f"`{each}`" for each in evidence.kinds)
    words = "without" if evidence.absent else "with"
    if evidence.pick == LAST:
        kinds = f"the last of {kinds}"
    if evidence.accepted:
        kinds += f" being {' or '.join(f'`{each}`' for each in evidence.accepted)}"
    more = [f" ({' or '.join(evidence.words)})"] if evidence.words else []
    more += [" of the same task"] if evidence.same == "task" else []
    more += [" by then"] if evidence.by_then else []
    more += [" by the period's end"] if evidence.window == TO_END else []
    more += [f" within {evidence.within_minutes:g} min"] if evidence.within_minutes is not None else []
    return f"{words} {kinds}{''.join(more)}"
