"""A report over the real catalogue and the real base: its numbers are the facts', restricted ones left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import comb

import pytest

from lianfang.web.access import Caller
from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.app.figures.figures import Figures
from services.analytics.app.ports import Batch, NotReady
from services.analytics.app.reports import contents
from services.analytics.app.reports.compose import Compose
from services.analytics.app.reports.desk import ReportDesk
from services.analytics.app.reports.from_figures import FromFigures, standing_of
from services.analytics.app.reports.ports import CannotSay, Standing
from services.analytics.domain.facts.fact import Fact
from services.analytics.domain.figures.figure import REACHING
from services.analytics.domain.figures.period import Period
from services.analytics.domain.reports.notable import notable
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.keeper import Keeper
from services.analytics.engine.live import LiveBase
from services.analytics.figures.exact import ExactTests
from tests.fixtures.analytics_reports import COUNTY, ZONE, KnownNames

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)


def reported(number: int, at: datetime, region: str = f"{COUNTY}100", *, restricted: bool = False) -> Fact:
    id = f"{at:%j}-{region}-{number}-{restricted}"
    return Fact(f"e{id}", "incident_reported", at, region, f"i{id}", "1001", "call", restricted=restricted)


@pytest.fixture
def base(tmp_path):
    base = DuckBase(tmp_path / "facts.duckdb")
    weeks = {0: 60, 7: 20}  # this week three times as many as the week before
    facts = [reported(n, NOON - timedelta(days=days)) for days, count in weeks.items() for n in range(count)]
    facts += [reported(n, NOON, restricted=True) for n in range(9)]
    facts += [reported(n, NOON, "350429") for n in range(5)]
    base.add(Batch("log", 1, facts))
    yield base
    base.close()


def from_base(base, clock):
    catalogue = load_catalogue()

    def make(query):
        return Figures(catalogue, query, clock, ZONE, ExactTests())

    return FromFigures(make, base, lambda: Standing.CURRENT)


@pytest.fixture
def figures(base, office):
    office.clock.now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    return from_base(base, office.clock)


def test_the_shipped_contents_name_figures_of_the_catalogue(figures):
    assert set(contents.load(figures)) == {"daily", "weekly", "monthly"}


def test_who_reached_so_many_a_week_or_month_is_told_of_that_period_only(figures):
    for kind, unit in (("daily", "day"), ("weekly", "week"), ("monthly", "month")):
        for section in contents.load(figures)[kind].sections:
            for id in section.figures:
                figure = figures.figure(id.partition("/")[0])
                assert figure.numerator.measure != REACHING or figure.period == unit, (kind, id)


@pytest.mark.parametrize("kind", ["daily", "weekly", "monthly"])
def test_every_shipped_report_can_be_made(figures, office, kind):
    compose = Compose(figures, contents.load(figures), KnownNames(), office.clock)
    period = {"daily": "2026-11-18", "weekly": "2026-W47", "monthly": "2026-10"}[kind]
    report = compose(kind, COUNTY, Period.parse(period))
    told = {line.figure for section in report.sections for line in section.lines}
    asked = {id.partition("/")[0] for section in compose.contents[kind].sections for id in section.figures}
    assert told | {"incidents_reported"} == asked


def test_a_weekly_analysis_counts_what_happened_and_finds_what_changed(figures, office):
    compose = Compose(figures, contents.load(figures), KnownNames({"350924": "寿宁县"}), office.clock)
    desk = ReportDesk(office.reports, compose, office.clock, ZONE)
    kept, _ = desk.order(Caller("chief", frozenset({"viewer"}), COUNTY), "weekly", COUNTY, "2026-W47")
    line = kept.report.sections[0].lines[0]
    assert (line.figure, line.value, line.facts) == ("incidents_reported", 60.0, 60)
    previous = line.compared[0]
    assert (previous.value, previous.percent) == (20.0, 200.0)
    assert previous.p == pytest.approx(2 * sum(comb(80, n) for n in range(60, 81)) / 2**80)
    assert "incidents_reported" in {each.line.figure for each in notable(kept.report)}
    assert "before_first_fact" in line.compared[1].remarks
    assert office.desk().read(Caller("c", frozenset(), COUNTY), kept.report.id).report == kept.report


def test_counties_are_those_of_the_facts(figures):
    assert figures.regions() == ["350429", COUNTY]


def test_without_facts_here_nothing_is_said(office):
    none = from_base(LiveBase(), office.clock)
    with pytest.raises(CannotSay):
        none.regions()
    with pytest.raises(CannotSay):
        none.value(none.figure("incidents_reported"), COUNTY, Period.parse("2026-11"))


@pytest.mark.parametrize(
    ("catching_up", "problem", "standing"),
    [(False, None, Standing.CURRENT), (True, None, Standing.BEHIND), (False, "no broker", Standing.BEHIND)],
)
def test_figures_are_current_when_both_logs_are_read(catching_up, problem, standing):
    assert standing_of(lambda: {"catching_up": catching_up, "problem": problem}) is standing


def test_the_keepers_own_words_tell_where_it_is(tmp_path, office):
    keeper = Keeper("amqp://127.0.0.1:9", tmp_path / "facts", office.clock)
    assert standing_of(keeper.status) is Standing.ELSEWHERE
    assert keeper.tick()
    assert standing_of(keeper.status) is Standing.BEHIND, "no log is followed yet"
    keeper.close()


def test_a_process_without_the_files_is_not_the_one_to_ask():
    def elsewhere():
        raise NotReady("another has them")

    assert standing_of(elsewhere) is Standing.ELSEWHERE
