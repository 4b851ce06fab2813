"""Every published result (†) that the scenarios carry comes out of events, to the precision that is printed."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from scipy.stats import binomtest, fisher_exact

from lianfang.runtime.history.make import history
from lianfang.runtime.history.plan import read_plan
from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.domain.figures.period import Period
from services.analytics.shown.__main__ import PAGE, ROOT, TITLES, run, shown_of
from services.analytics.shown.compute import as_of, figures_of, results
from services.analytics.shown.published import read_published


@pytest.fixture(scope="module")
def found():
    """What each scenario's results come to, by its title on the page."""
    return {title: shown_of(name) for name, title in TITLES.items()}


def test_every_published_result_comes_out_as_printed(found):
    told = [each for _, several in found.values() for each in several]
    computed = [each for each in told if each.change]
    assert [(each.published.what, each.numbers) for each in computed if not each.agrees] == []
    assert [each.published.what for each in told if not each.change] == []


def test_every_published_figure_is_asked_for_by_a_scenario(found):
    asked = {each.published.figure for _, several in found.values() for each in several}
    published = {figure.id for figure in load_catalogue().values() if figure.published}
    assert published - asked == {"disputes_settled_of_decided"}  # another reading of the share settled
    assert asked <= published


def test_no_result_is_computed_of_a_log_with_gaps_or_of_another_period(found):
    for _, several in found.values():
        for each in several:
            if each.change:
                assert set(each.change.now.notes) <= {"restricted_excluded"}, each.published.what


def test_each_test_is_the_exact_one_and_small_numbers_are_said_to_be_small(found):
    changes = {
        each.published.what: each.change for _, several in found.values() for each in several if each.change
    }  # fmt: skip
    deaths, crime, clearance = changes["Deaths"], changes["Criminal cases"], changes["Clearance"]
    days = 365 / (365 + 366)
    assert deaths.tested.p == pytest.approx(binomtest(2, 6, days).pvalue)
    assert (deaths.small, deaths.verdict) == (True, "within_chance")
    assert crime.tested.p == pytest.approx(binomtest(65, 175, days).pvalue)
    assert (crime.small, crime.verdict) == (False, "fall")
    assert clearance.tested.p == pytest.approx(fisher_exact([[32, 33], [44, 66]]).pvalue)
    assert clearance.verdict == "within_chance"
    assert changes["Units"].tested is None  # how many stations there are is decided, not drawn


def test_the_page_is_what_the_histories_come_to(found, tmp_path, capsys):
    assert run(PAGE, found, check=True) == 0, capsys.readouterr().err
    assert run(tmp_path / "figures-shown.md", found, check=True) == 1
    assert "run python -m services.analytics.shown" in capsys.readouterr().err


def test_no_published_number_stands_in_the_definitions_or_the_plans(found):
    texts = [(ROOT / "services/analytics/figures/catalogue.yaml").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("scenarios/*/history.yaml"))]
    code = re.sub(r"#.*|source: .*", "", "\n".join(texts))
    percents = re.findall(r"\d+\.\d+(?= %)", " ".join(e.published.printed for _, s in found.values() for e in s))
    assert percents
    assert [each for each in percents if each in code] == []


def test_a_history_of_any_seed_in_any_order_and_with_repeats_gives_the_same(tmp_path):
    folder = ROOT / "scenarios" / "taining"
    plan, published = read_plan(folder / "history.yaml"), read_published(folder / "published.yaml")
    events, chance = history(plan, 7), Random(7)
    again = [*events, *chance.choices(events, k=len(events) // 2)]
    chance.shuffle(again)
    answers = []
    for name, told in (("straight", events), ("shuffled", again)):
        (tmp_path / name).mkdir()
        with figures_of(told, tmp_path / name, as_of(plan)) as figures:
            computed = results(published, figures, plan)
            assert all(each.agrees for each in computed if each.change)
            answers.append([(e.change.now, e.change.before, e.change.tested) for e in computed if e.change])
    assert answers[0] == answers[1]


def test_a_published_number_is_traced_to_the_events_that_make_it(tmp_path):
    plan = read_plan(ROOT / "scenarios" / "taining" / "history.yaml")
    events = history(plan, 1)
    with figures_of(events, tmp_path, as_of(plan)) as figures:
        page = figures.trace("preventable_crime", plan.county, Period.parse("2025"), limit=100)
    known = {event.id: event for event in events}
    assert len(page.facts) == 57
    assert all(known[each.event_id].data["preventable"] for each in page.facts)


def test_scenarios_without_an_expectation_have_no_history():
    with_history = {path.parent.name for path in Path(ROOT / "scenarios").glob("*/history.yaml")}
    assert with_history == set(TITLES)
