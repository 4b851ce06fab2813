"""Rules are taken whole or refused whole, each wrong field named with its remedy."""

from __future__ import annotations

import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lianfang.datafile import NotValid
from lianfang.policies.shape import version_of
from services.mediation.app.flows import load_flow
from services.mediation.app.policies.load import DEFAULT_FILE, SHAPE, default, of_county
from services.mediation.app.policies.schemas import REPEATS, TERMS
from services.mediation.domain.case import COLOURS
from services.mediation.domain.policy import Term
from services.mediation.domain.roster.weights import Weights

BASE = default().document
build, merge, load_file = SHAPE.build, SHAPE.merge, SHAPE.load_file


def faults(partial):
    """What is said about a partial document: field -> message and remedy."""
    with pytest.raises(NotValid) as caught:
        build(merge(BASE, partial), "v")
    return {each.field: f"{each.what} | {each.remedy}" for each in caught.value.wrongs}


def factor(name, **said):
    return {"grading": {"factors": {name: said}}}


def test_the_default_says_what_the_issue_says():
    policy = default().policy
    assert policy.guardian_age == 16
    assert policy.terms["contact"] == Term(1, "hours", policy.terms["contact"].source)
    assert (policy.terms["answer_simple"].amount, policy.terms["answer_complex"].amount) == (24, 5)
    assert policy.confirmation.modes == ("people", "court_docked")
    assert {"hired_assault", "gang_fight", "repeat_offender", "unwilling", "criminal"} <= policy.exclusions.keys()
    assert policy.exclusions["unwilling"].modes == ()
    assert policy.modes["people"].max_rounds is None
    assert policy.modes["court_docked"].oral is None
    assert [len(policy.colours[colour].follow_up) for colour in COLOURS] == [1, 2, 3, 4]


def test_every_rule_has_a_source():
    def leaves(value, path, sourced):
        if isinstance(value, dict):
            sourced = sourced or "source" in value
            for name, part in value.items():
                yield from leaves(part, (*path, name), sourced)
        elif not sourced:
            yield ".".join(path)

    free = ("edition", "again", "escalation", "bodies")  # the service's own workings, and names
    found = [path for path in leaves(BASE, (), False) if not path.startswith(free)]
    assert found == []


def test_every_timer_of_the_flow_has_a_term_and_is_asked_for_again():
    timers = {timer for region in load_flow().regions.values() for state in region.states for timer in state.timers}
    by_mode, by_complexity = {"conclude"}, {"answer"}
    assert timers - set(TERMS) - by_mode - by_complexity == set()
    assert timers - set(REPEATS) == {"confirmation"}  # which expires instead


def test_suggestion_weights_fit_their_user():
    given = {"skill": 50, "load": 2.5, "skills": {"200301": ["family"]}, "risk": {"red": {"court": 9}}}
    policy = build(merge(BASE, {"suggestion": given}), "v")
    assert Weights(**policy.suggestion).skills_for("200301") == ("family",)
    assert Weights(**default().policy.suggestion) == Weights()


def test_a_part_changes_what_it_names_and_nothing_else():
    partial = {
        "modes": {"people": {"max_rounds": 5}},
        "grading": {"factors": {"signals": {"points": {"drunk": 9}}}},
    }
    before = copy.deepcopy(BASE)
    merged = merge(BASE, partial)
    policy = build(merged, "v")
    assert policy.modes["people"].max_rounds == 5
    assert policy.grading.signals == {**default().policy.grading.signals, "drunk": 9}
    assert policy.modes["public_order"] == default().policy.modes["public_order"]
    assert before == BASE


def test_a_term_of_a_county_never_claims_the_law_of_the_default():
    own = {"modes": {"public_order": {"first_round_within": {"working_days": 2}}}}
    assert faults(own) == {
        "modes.public_order.first_round_within": "has no source | name the law or promise that sets it"
    }
    own["modes"]["public_order"]["first_round_within"]["source"] = "county notice 3"
    assert build(merge(BASE, own), "v").modes["public_order"].first_round_within == Term(
        2, "working_days", "county notice 3"
    )


@pytest.mark.parametrize(
    ("partial", "field", "said"),
    [
        ({"mode": {}}, "mode", "is unknown | remove it or correct its spelling; known here: again, agreement"),
        ({"modes": {"people": {"rounds": 2}}}, "modes.people.rounds", "known here: after_breach, conclude_within"),
        ({"modes": {"private": {}}}, "modes.private", "known here: court_docked, people, public_order"),
        ({"modes": {"people": {"max_rounds": 0}}}, "modes.people.max_rounds", "0 is out of range | give 1 to 100"),
        ({"modes": {"people": {"max_rounds": True}}}, "modes.people.max_rounds", "is no whole number"),
        ({"modes": {"people": {"written": ["stamp"]}}}, "modes.people.written", "use parties, facts"),
        ({"guardian": {"age": "16"}}, "guardian.age", "is no whole number | write digits only"),
        ({"terms": {"triage": 24}}, "terms.triage", "is no term | write it as {hours: 24}"),
        ({"terms": {"triage": {"hours": 0, "source": "x"}}}, "terms.triage", "give 1 to 8760"),
        ({"terms": {"triage": {"hours": 1, "days": 1}}}, "terms.triage", "exactly one unit"),
        ({"terms": {"triage": {"weeks": 1}}}, "terms.triage", "weeks is unknown | the units are seconds, minutes"),
        ({"terms": {"dinner": {"hours": 1}}}, "terms.dinner", "is unknown"),
        ({"disputes": {"categories": []}}, "disputes.categories", "give 1 to 100 prefixes"),
        ({"disputes": {"categories": ["20x"]}}, "disputes.categories.0", "write 1 to 6 digits in quotes"),
        ({"grading": {"thresholds": {"red": 5}}}, "grading.thresholds", "must rise | give blue 0 and each"),
        (factor("people", bands=[[5, 1], [3, 2]]), "grading.factors.people.bands", "order"),
        (factor("relations", points={"In-laws": 1}), "grading.factors.relations.points", "is no word"),
        ({"colours": {"red": {"follow_up": []}}}, "colours.red.follow_up", "is empty | give 1 to 20 visits"),
        ({"colours": {"red": {"owner": "nobody"}}}, "colours.red.owner", "use one of mediation, community"),
        ({"escalation": ["community"]}, "escalation", "must end with county_command"),
        ({"bodies": {"temple": {"title": "寺"}}}, "bodies.temple.kind", "is missing | add it"),
        ({"exclusions": None}, "exclusions", "is empty | give a value"),
        ({"linking": {"luck": 1}}, "linking", "luck: no such weight"),
        ({"suggestion": {"luck": 1}}, "suggestion.luck", "is unknown"),
        ({"suggestion": {"skill": "much"}}, "suggestion.skill", "is no number"),
        ({"numbering": {"pattern": "{prefix}-{number}"}}, "numbering.pattern", "must hold prefix, year and number"),
        ({"numbering": {"pattern": "{prefix.x}{year}{number}"}}, "numbering.pattern", "must hold prefix"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_each_wrong_field_is_named_with_its_remedy(partial, field, said):
    found = faults(partial)
    assert any(name.startswith(field) and said in text for name, text in found.items()), found


def test_all_faults_are_told_at_once():
    assert len(faults({"guardian": {"age": 99}, "terms": {"triage": 5}, "x": 1})) == 3


def test_a_wrong_file_is_told_by_line(tmp_path):
    path = tmp_path / "rules.yaml"
    text = DEFAULT_FILE.read_text().replace("  age: 16\n", "  age: 61\n")
    path.write_text(text)
    with pytest.raises(NotValid) as caught:
        load_file(path)
    line = text.splitlines().index("  age: 61") + 1
    assert str(caught.value) == f"rules.yaml:{line}: guardian.age: 61 is out of range (give 1 to 18)"


def test_a_county_numbers_its_cases_by_its_short_name_or_code():
    def first(county):
        numbering = of_county(default(), county).numbering
        return numbering["pattern"].format(prefix=numbering["prefix"], year=2026, number=12)

    assert first("350924") == "寿调〔2026〕00012号"
    assert first("990102") == "990102调〔2026〕00012号"


def test_a_version_changes_with_what_it_says_and_not_with_how_it_is_written():
    rewritten = yaml.safe_load(yaml.safe_dump(BASE, sort_keys=True))
    assert version_of("default", 1, rewritten) == default().policy.version
    assert version_of("default", 1, merge(BASE, {"edition": 2})) != default().policy.version


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*BASE, "hours", "source", "people", "points", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*BASE, "x"]), PARTS, max_size=4))
def test_whatever_is_put_is_taken_or_refused_with_fields(partial):
    try:
        said = build(merge(BASE, partial), "v").version
    except NotValid as refused:
        said = refused.wrongs[0].what
    assert said


@pytest.mark.parametrize(
    "pattern", ["{prefix}{word}{number}", "{prefix}{word}〔{year}〕", "{word}{year}{number}",
                "{prefix}{word}{year}{number.real}", "{prefix}{word}{year}{number}{secret}"],
)  # fmt: skip
def test_a_pattern_of_document_numbers_that_would_not_be_unique_or_shows_more_is_refused(pattern):
    document = merge(default().document, {"numbering": {"documents": {"pattern": pattern}}})
    with pytest.raises(NotValid, match=r"numbering\.documents\.pattern"):
        build(document, "test")
