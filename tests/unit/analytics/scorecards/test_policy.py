"""The rules are data: sourced, checked whole, with the fault and its remedy named."""

from __future__ import annotations

import copy

import pytest

from lianfang.datafile import NotValid
from services.analytics.app.policies.load import SHAPE, default
from services.analytics.domain.facts.of_event import TELLS
from services.analytics.domain.wanted import Wanted


def changed(path, value):
    document = copy.deepcopy(default().document)
    *way, last = path.split("/")
    place = document
    for name in way:
        place = place[name]
    place[last] = value
    return document


def test_every_kind_of_fact_that_the_rules_count_is_one_that_events_give():
    kinds = {told.kind for tells in TELLS.values() for told in tells}

    def wanted(value):
        if isinstance(value, Wanted):
            yield value
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from wanted(getattr(value, name))
        elif isinstance(value, dict | tuple):
            for each in value.values() if isinstance(value, dict) else value:
                yield from wanted(each)

    asked = {kind for each in wanted(default().policy) for kind in each.kinds}
    assert asked <= kinds
    assert "review_concluded" in asked


def test_every_section_has_its_source():
    sources = default().policy.sources
    assert set(sources) == set(default().document) - {"edition"}
    assert all(sources.values())


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("grades/good/at_least", 95, "grades.good"),
        ("grades/failed/at_least", 10, "grades.failed"),
        ("units/measures/satisfaction/full", 60, "units.measures.satisfaction.full"),
        ("units/measures/satisfaction/weigth", 3, "units.measures.satisfaction.weigth"),
        ("people/unit_share", 1.5, "people.unit_share"),
        ("flags/checks/rounded_visits/kind", "guess", "flags.checks.rounded_visits.kind"),
        ("reviews/level", 10, "reviews.level"),
        ("reviews/known", {"kinds": []}, "reviews.known.kinds"),
        ("appeals/within", {"weeks": 1}, "appeals.within"),
    ],
)
def test_a_fault_is_told_with_its_field_and_remedy(path, value, field):
    with pytest.raises(NotValid) as no:
        SHAPE.build(changed(path, value), "v")
    assert [wrong.field for wrong in no.value.wrongs] == [field]
    assert no.value.wrongs[0].remedy


def paths(node, so_far=()):
    """The way to every part of a document."""
    for name, part in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*so_far, name)
        yield from paths(part, (*so_far, name))


NONSENSE: tuple[object, ...] = ("x", -1, None, [], {}, [None], {"a": 1}, 1e99, [{}])


def wrongs(document):
    """What is wrong with a document."""
    try:
        SHAPE.build(document, "350924-1-00000000")
    except NotValid as wrong:
        return wrong.wrongs
    return ()


def test_nonsense_in_any_place_is_either_fine_or_told_with_field_and_remedy():
    told = []
    for number, path in enumerate(paths(default().document)):
        document = copy.deepcopy(default().document)
        *way, last = path
        place = document
        for name in way:
            place = place[name]
        place[last] = NONSENSE[number % len(NONSENSE)]
        told.append(wrongs(document))
    assert all(each.field and each.remedy for some in told for each in some)
    assert sum(bool(some) for some in told) > 200
