from __future__ import annotations

import re

import pytest

from lianfang.datafile import NotValid
from services.analytics.app.figures.catalogue import FILE, load_catalogue
from services.analytics.domain.facts.of_event import TELLS
from services.analytics.domain.figures.figure import TOPICS
from services.analytics.figures.__main__ import PAGE, run

GOOD = """
figures:
  - id: one
    topic: incidents
    zh: 一
    en: One
    definition: All of them.
    unit: count
    period: day
    source: "FACTS.md"
    numerator: {kinds: [incident_reported]}
"""


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_every_kind_that_is_counted_is_a_fact_that_events_give(catalogue):
    told = {each.kind for tells in TELLS.values() for each in tells}
    used = {
        kind
        for figure in catalogue.values()
        for selection in (figure.numerator, figure.denominator)
        if selection
        for kind in (*selection.kinds, *(kind for each in selection.evidence for kind in each.kinds),
                     *([selection.moved_by] if selection.moved_by else []))
    }  # fmt: skip
    assert used - told == set()


def test_every_topic_has_figures(catalogue):
    assert {each.topic for each in catalogue.values()} == set(TOPICS)


def test_no_published_result_is_a_number_of_the_definitions(catalogue):
    for figure in catalogue.values():
        assert not re.search(r"\d\d\.\d", figure.definition), figure.id


def test_the_page_is_what_the_catalogue_says(tmp_path, capsys):
    assert run(PAGE, check=True) == 0
    assert run(tmp_path / "figures.md", check=True) == 1
    assert "run python -m services.analytics.figures" in capsys.readouterr().err
    assert run(tmp_path / "figures.md") == 0
    assert (tmp_path / "figures.md").read_text() == PAGE.read_text()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("unit: count", "unit: percent", "percent needs a denominator"),
        ("unit: count", "unit: pounds", "is none of"),
        ("topic: incidents", "topic: weather", "is none of"),
        ("period: day", "period: day\n    colour: red", "colour: is unknown"),
        ("    definition: All of them.\n", "", "definition: is missing"),
        ("[incident_reported]}", "[incident_reported], measure: distinct}", "goes with the measures"),
        ("[incident_reported]}", "[incident_reported], measure: rows, at_least: 2}", "measure reaching"),
        ("[incident_reported]}", "[incident_reported], interval: true}", "first evidence"),
        ("[incident_reported]}", "[incident_reported], dated: slots}", "dated: slots"),
        ("[incident_reported]}", '["facts\'; DROP TABLE facts"]}', "is no word"),
        ("[incident_reported]}", "[incident_reported], measure: distinct, each: ['1) --']}", "is none of"),
        ("[incident_reported]}", "[incident_reported], standing: {least: 1}}", "measure latest"),
        ("[incident_reported]}", "[incident_reported], standing: {teams: ['% OR 1']}}", "no pattern of team ids"),
        ("period: day", "period: day\n    compare: shares", "shares needs a denominator"),
        ("unit: count", "unit: minutes\n    compare: poisson", None),
    ],
)
def test_faults_are_told_with_file_and_field(tmp_path, old, new, told):
    path = tmp_path / "catalogue.yaml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    if told is None:
        assert load_catalogue(path)["one"].compare == "poisson"
        return
    with pytest.raises(NotValid, match=re.escape(told)) as caught:
        load_catalogue(path)
    assert all(each.file == "catalogue.yaml" and each.line > 1 for each in caught.value.wrongs)


def test_an_id_given_twice_is_refused(tmp_path):
    path = tmp_path / "catalogue.yaml"
    path.write_text(GOOD + GOOD.partition("figures:\n")[2], encoding="utf-8")
    with pytest.raises(NotValid, match="one is given twice"):
        load_catalogue(path)


def test_the_file_lies_beside_its_code():
    assert FILE.is_file()
