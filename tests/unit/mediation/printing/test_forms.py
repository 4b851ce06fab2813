"""A form takes what can be printed and names what is missing or wrong, before the compiler sees it."""

from __future__ import annotations

import copy
import re

import pytest

from lianfang.printing.refused import NotPrintable
from lianfang.printing.text import PROSE
from services.mediation.printing import templates
from services.mediation.printing.forms import FORMS, checked
from tests.fixtures.mediation_documents import party, samples

SHARED = {"letter", "routes"}
REQUIRED = [(kind, name) for kind, form in FORMS.items() for name, field in form().fields.items() if field.required]


def refused(kind, data):
    with pytest.raises(NotPrintable) as error:
        checked(kind, data)
    return error.value


def agreement(**other):
    return samples()["agreement"] | other


@pytest.mark.parametrize("kind", FORMS)
def test_good_data_is_taken_and_not_changed(kind):
    data = samples()[kind]
    before = copy.deepcopy(data)
    assert checked(kind, data)["number"] == before["number"]
    assert data == before


@pytest.mark.parametrize(("kind", "name"), REQUIRED)
def test_each_missing_field_is_named(kind, name):
    data = samples()[kind]
    del data[name]
    error = refused(kind, data)
    assert (error.field, error.what) == (name, "is missing")


def test_every_template_has_a_form_and_every_form_a_template():
    assert {path.stem for path in templates.FOLDER.glob("*.typ")} - SHARED == set(FORMS)


def test_no_template_evaluates_reads_or_fetches_anything():
    for path in templates.FOLDER.glob("*.typ"):
        text = path.read_text()
        assert not re.search(
            r"\b(?:eval|read|plugin|csv|yaml|toml|xml|cbor|image|bytes)\s*\(", _without_input(text)
        )
        assert "@" not in text


def _without_input(text):
    return text.replace("json(bytes(sys.inputs.form))", "")


def test_an_unknown_template_is_refused_with_those_there_are():
    assert "agreement" in refused("../agreement", {}).remedy


def test_a_field_in_a_list_is_named_with_its_place_and_the_others_are_counted():
    broken = [party("a", "演练甲"), party("b", "")]
    del broken[0]["name"]
    error = refused("agreement", agreement(parties=broken))
    assert error.field == "parties.0.name"
    assert "and 1 more: parties.1.name" in error.what


def test_a_field_that_would_not_be_printed_is_refused():
    assert refused("agreement", agreement(note="x")).field == "note"


def test_dates_and_sides_are_in_words():
    form = checked("agreement", agreement())
    assert form["issued_on"] == "2026年3月2日"
    assert form["parties"][1]["side"] == "乙方"
    assert checked("invitation", samples()["invitation"])["time"] == "2026年3月5日09时30分"


@pytest.mark.parametrize("side", ["", "k", "A", "ab", "甲"])
def test_a_side_is_a_letter(side):
    assert refused("agreement", agreement(parties=[party("a", "演练甲"), party("b", "演练乙") | {"side": side}]))


def test_an_agreement_has_two_sides():
    error = refused("agreement", agreement(parties=[party("a", "演练甲"), party("a", "演练乙")]))
    assert error.field == "parties"


def test_a_guardian_says_for_whom():
    guarded = [party("a", "演练甲"), party("b", "演练乙"), party("b", "演练丁", role="guardian")]
    assert refused("agreement", agreement(parties=guarded)).field == "parties.2.acts_for"
    guarded[2]["acts_for"] = "演练乙"
    assert checked("agreement", agreement(parties=guarded))["parties"][2]["acts_for"] == "演练乙"


def test_a_mediation_is_somewhere():
    data = samples()["invitation"]
    del data["place"]
    assert refused("invitation", data).field == "place"
    assert checked("invitation", data | {"link": "会议号 000 000"})["link"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("张\u202e三", "turns the direction of writing (U+202E)"),
        ("张\u2067三", "turns the direction of writing (U+2067)"),
        ("张\x07三", "can't be seen (U+0007)"),
        ("张\ue000三", "can't be seen (U+E000)"),
        ("张\ud800三", "can't be seen (U+D800)"),
        (" \u200b\n", "is empty"),
        ("字" * 101, "has 101 characters, at most 100"),
        (12, "Not a valid string"),
    ],
)
def test_what_cannot_be_printed_is_refused_without_repeating_it(text, what):
    error = refused("agreement", agreement(mediators=[text]))
    assert error.field == "mediators.0"
    assert what in error.what
    assert "张" not in str(error)


def test_invisible_joiners_are_dropped_and_lines_kept_where_they_may_be():
    form = checked("agreement", agreement(mediators=["张\u200b三\ufeff"], facts="一\r\n二", place="甲\n乙"))
    assert (form["mediators"], form["facts"], form["place"]) == (["张三"], "一\n二", "甲 乙")


def test_a_very_long_word_gets_places_to_break_and_a_long_text_is_refused():
    form = checked("agreement", agreement(facts="A" * 40 + "甲" * 40))
    assert form["facts"] == "\u200b".join("A" * 40) + "甲" * 40
    assert refused("agreement", agreement(facts="甲" * (PROSE + 1))).field == "facts"


def test_the_version_of_templates_names_the_compiler():
    assert re.fullmatch(r"[0-9a-f]{16}/typst-\d+\.\d+\.\d+", templates.version())
