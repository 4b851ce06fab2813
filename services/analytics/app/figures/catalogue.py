"""The catalogue of figures: read from its file, every fault told with its line, made the domain's definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lianfang.datafile import DataFile, NotValid, Wrong, load, read
from services.analytics.app.figures.catalogue_schema import CatalogueSchema
from services.analytics.domain.figures.figure import (
    BY_SLOT,
    COLUMNS,
    DISTINCT,
    EXPECTED,
    LATEST,
    NO_TEST,
    POISSON,
    REACHING,
    ROWS,
    SHARES,
    SUM,
    Evidence,
    Figure,
    Selection,
    Standing,
)  # fmt: skip

FILE = Path(__file__).parents[2] / "figures" / "catalogue.yaml"
_COUNTABLE = (ROWS, DISTINCT)
_WHOLE_NUMBERS = (*_COUNTABLE, LATEST, SUM)
_OF_THINGS = ("count", "people", "percent")
_NEED_EACH = (DISTINCT, LATEST, REACHING, EXPECTED)


def load_catalogue(path: Path = FILE) -> dict[str, Figure]:
    """Return the figures by id, in the file's order. Raises NotValid with every fault."""
    file = read(path)
    data = load(CatalogueSchema(), file.data, file)
    figures = [_figure(each) for each in data["figures"]]
    if wrongs := [*_given_twice(figures, file), *_faults(figures, file)]:
        raise NotValid(wrongs)
    return {each.id: each for each in figures}


def _figure(data: Mapping[str, Any]) -> Figure:
    plain = {**data, "numerator": _selection(data["numerator"]), "splits": tuple(data.get("splits", ()))}
    if "denominator" in data:
        plain["denominator"] = _selection(data["denominator"])
    return Figure(**plain)


def _selection(data: Mapping[str, Any]) -> Selection:
    evidence = tuple(Evidence(**_tuples(each)) for each in data.get("evidence", ()))
    more: dict[str, Any] = {"evidence": evidence}
    if "standing" in data:
        more["standing"] = Standing(**_tuples(data["standing"]))
    return Selection(**{**_tuples(data), **more})


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


def _given_twice(figures: list[Figure], file: DataFile) -> Iterator[Wrong]:
    seen = set()
    for number, each in enumerate(figures):
        if each.id in seen:
            yield file.wrong(("figures", str(number), "id"), f"{each.id} is given twice", "take another id")
        seen.add(each.id)


def _faults(figures: list[Figure], file: DataFile) -> Iterator[Wrong]:
    for number, figure in enumerate(figures):
        at = ("figures", str(number))
        for field, what, remedy in (*_of_figure(figure), *_of_both(figure)):
            yield file.wrong((*at, *field.split(".")), f"{figure.id}: {what}", remedy)


Fault = tuple[str, str, str]


def _of_figure(figure: Figure) -> Iterator[Fault]:
    whole = figure.denominator
    if figure.unit in ("percent", "per_hundred") and whole is None:
        yield "unit", f"{figure.unit} needs a denominator", "add one, or take another unit"
    countable = _WHOLE_NUMBERS if figure.unit in _OF_THINGS else _COUNTABLE
    if figure.compare != NO_TEST and figure.numerator.measure not in countable:
        yield "compare", "the tests are for counts", "write none, or count rows or distinct things"
    if figure.compare == POISSON and figure.numerator.scale != 1:
        yield "compare", "the test is for whole numbers", "leave scale out"
    if figure.compare == SHARES and (whole is None or whole.measure not in (*_WHOLE_NUMBERS, EXPECTED)):
        yield "compare", "shares needs a denominator that is counted", "add one, or write poisson"
    if "word" in figure.splits and whole is not None:
        yield "splits", "the word of a part is not that of its whole", "leave word out"


def _of_both(figure: Figure) -> Iterator[Fault]:
    for name, selection in (("numerator", figure.numerator), ("denominator", figure.denominator)):
        if selection is not None:
            yield from ((f"{name}.{field}", what, remedy) for field, what, remedy in _of_selection(selection))


def _of_selection(selection: Selection) -> Iterator[Fault]:
    if (selection.measure in _NEED_EACH) != bool(selection.each):
        needing = ", ".join(_NEED_EACH)
        yield "each", f"goes with the measures {needing}", f"give some of {', '.join(COLUMNS)}, or leave it out"
    if selection.standing and selection.measure != LATEST:
        yield "standing", "goes with the measure latest", "count the latest, or ask it of all facts"
    if (selection.measure == REACHING) != bool(selection.at_least):
        yield "at_least", "goes with the measure reaching", "give both or none"
    if (selection.measure == EXPECTED or selection.dated == BY_SLOT) != bool(selection.per):
        yield "per", "goes with measure expected or dated: slots", "give day, week or month, or leave it out"
    if selection.interval and (not selection.evidence or selection.evidence[0].absent):
        yield "interval", "ends at the first evidence", "add evidence that must be there"
