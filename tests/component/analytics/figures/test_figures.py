"""What holds of every figure: places add up, restricted facts stay apart, every number leads to its events."""

from __future__ import annotations

import random
from datetime import timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.app.figures.figures import Figures, NoSuchFigure
from services.analytics.app.figures.remembering import Remembering
from services.analytics.app.ports import Batch, Gap, Seen
from services.analytics.domain.figures.figure import DISTINCT, ROWS
from services.analytics.domain.figures.period import Period
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.live import LiveBase
from services.analytics.engine.schema import COLUMNS, TABLES
from services.analytics.figures.exact import ExactTests
from tests.fixtures.analytics_figures import COUNTY, GRID, MARCH, NOON, NOW, OTHER_GRID, TOWN, ZONE, fact
from tests.fixtures.clock import Clock

CATALOGUE = load_catalogue()
CATEGORIES = ("100100", "200301", "300200")


def incidents(number, **more):
    return [
        fact("incident_reported", f"i-{n}", n * 7.0, category=CATEGORIES[n % 3], word="call",
             region=(GRID, OTHER_GRID, "350924", "350429100")[n % 4], **more)
        for n in range(number)
    ]  # fmt: skip


@pytest.mark.parametrize("region", ["", "35", "3509", COUNTY, TOWN, GRID])
def test_every_place_is_the_sum_of_the_places_below(desk, region):
    desk.add(*incidents(40))
    whole = desk.of("incidents_reported", region)
    assert whole > 0
    for level in (2, 4, 6, 9, 12, 16):
        if level >= len(region):
            assert sum(desk.by("incidents_reported", region, level=level).values()) == whole


def test_the_period_is_made_of_local_days(desk):
    midnight = NOON - timedelta(hours=12)
    desk.add(
        fact("incident_reported", "i-1", midnight),
        fact("incident_reported", "i-2", midnight - timedelta(seconds=1)),
    )
    assert [each.value for each in desk.series("incidents_reported", COUNTY, Period.parse("2026-03-10"), 2)] == [
        1,
        1,
    ]


def test_a_figure_is_traced_to_its_events_page_by_page(desk):
    desk.add(*incidents(25), fact("incident_closed", "i-3", 500, word="handled"))
    found, cursor = [], None
    while True:
        page = desk.trace("incidents_closed", "", MARCH, part="denominator", cursor=cursor, limit=7)
        found += page.facts
        if (cursor := page.cursor) is None:
            break
    assert (
        len({each.event_id for each in found})
        == len(found)
        == desk.value("incidents_closed", "", MARCH).denominator
    )
    assert [each.at for each in found] == sorted(each.at for each in found)
    (closed,) = desk.trace("incidents_closed", "", MARCH).facts
    assert (closed.subject, len(closed.evidence)) == ("i-3", 1)


def test_a_cursor_of_another_question_is_refused(desk):
    desk.add(*incidents(9))
    cursor = desk.trace("incidents_reported", "", MARCH, limit=2).cursor
    for other in (
        {"region": COUNTY},
        {"period": Period.parse("2026-04")},
        {"restricted": True},
        {"id": "crime_incidents"},
    ):
        asked = {"id": "incidents_reported", "region": "", "period": MARCH, "cursor": cursor, **other}
        with pytest.raises(ValueError, match="cursor"):
            desk.trace(asked.pop("id"), asked.pop("region"), asked.pop("period"), **asked)
    for broken in ("", "x", "AAAA", cursor[:-3], "W10", "é"):
        with pytest.raises(ValueError, match="cursor"):
            desk.trace("incidents_reported", "", MARCH, cursor=broken)


def test_restricted_facts_count_for_whoever_may_see_them_only(desk):
    desk.add(*incidents(4), fact("incident_reported", "secret", category="950000", restricted=True))
    open_, all_ = (
        desk.value("incidents_reported", "", MARCH),
        desk.value("incidents_reported", "", MARCH, restricted=True),
    )
    assert (open_.value, all_.value) == (4, 5)
    assert "restricted_excluded" in open_.notes
    assert "restricted_excluded" not in all_.notes
    assert "secret" not in {each.subject for each in desk.trace("incidents_reported", "", MARCH).facts}
    assert "95" not in desk.by("incidents_reported", "", split="class")


def test_a_case_that_was_sealed_leaves_the_open_figures_as_a_whole(desk):
    desk.add(fact("case_opened", "c-1", word="visit"), fact("case_settled", "c-1", 9, restricted=True),
             fact("case_opened", "c-2", word="visit"), fact("case_settled", "c-2", 9))  # fmt: skip
    value = desk.value("disputes_settled", COUNTY, MARCH)
    assert (value.numerator, value.denominator) == (1, 1)
    assert desk.value("disputes_settled", COUNTY, MARCH, restricted=True).denominator == 2


def test_what_was_sealed_at_any_time_is_in_no_open_figure_and_no_difference_of_two_tells_of_it(desk):
    years_ago, later = NOON - timedelta(days=900), NOON + timedelta(days=40)
    for subject, sealed in (("c-1", years_ago), ("c-2", NOON), ("c-3", later)):
        desk.add(fact("case_opened", subject, word="visit"), fact("case_triaged", subject, 5),
                 fact("case_settled", subject, 9),
                 fact("document_issued", subject, sealed, restricted=True))  # fmt: skip
    desk.add(fact("case_opened", "c-open", word="visit"))
    for id in ("disputes_accepted", "disputes_settled"):
        value = desk.value(id, COUNTY, MARCH)
        assert {value.numerator, value.denominator} <= {0, 1, None}, id
        traced = [desk.trace(id, "", MARCH, part=part).facts for part in ("numerator",)]
        assert {each.subject for page in traced for each in page} <= {"c-open"}


def test_since_when_there_are_facts_is_told_without_the_restricted_ones(desk):
    desk.add(fact("incident_reported", "secret", NOON - timedelta(days=60), restricted=True), *incidents(3))
    notes = [desk.compare("incidents_reported", "", MARCH, "period", restricted=may).before.notes for may in (0, 1)]
    assert ["before_first_fact" in each for each in notes] == [True, False]


def test_what_is_never_open_seals_nothing_that_it_is_about(desk):
    car = "350924.aoyang.car-1"
    desk.add(fact("case_opened", car, word="visit"), fact("unit_assigned", car, 5, restricted=True))
    assert desk.of("disputes_accepted") == 1


def test_a_kept_figure_leaves_out_what_is_sealed_meanwhile(tmp_path):
    live = LiveBase()
    live.use(DuckBase(tmp_path / "facts.duckdb"))
    figures = Figures(
        load_catalogue(), live.query, Clock(NOW), ZONE, ExactTests(), Remembering(live.news.of)
    )  # fmt: skip
    live.add(Batch("s", 1, [fact("case_opened", "c-1", word="visit"), fact("case_opened", "c-2", word="visit")]))
    assert figures.value("disputes_accepted", COUNTY, MARCH).facts == 2
    live.add(Batch("s", 2, [fact("document_issued", "c-1", restricted=True)]))
    assert figures.value("disputes_accepted", COUNTY, MARCH).facts == 1
    live.close()


def test_what_is_missing_from_the_log_is_said(desk):
    assert "gaps" not in desk.value("incidents_reported", "", MARCH).notes
    desk.base.add(Batch("s", 5, seen={("incident", "i-1"): Seen(5, ((2, 3),))}))
    assert "may be too low" in desk.value("incidents_reported", "", MARCH).note
    desk.base.add(Batch("s", 6, seen={("incident", "i-1"): Seen(5, ())}))
    assert "gaps" not in desk.value("incidents_reported", "", MARCH).notes
    desk.base.add(Batch("s", 7, gaps=[Gap("s", 1, 3, NOON, "the stream begins later")]))
    assert "gaps" in desk.value("incidents_reported", "", MARCH).notes


def test_a_running_month_is_compared_with_as_many_days(desk):
    desk.clock.now = NOON
    february = [fact("incident_reported", f"f-{n}", NOON - timedelta(days=n)) for n in range(28)]
    desk.add(*february)
    found = desk.compare("incidents_reported", COUNTY, MARCH, "period")
    assert (found.now.period.text, found.before.period.text) == ("2026-03-01..2026-03-10", "2026-02-01..2026-02-10")
    assert (found.now.value, found.before.value) == (10, 0)
    assert "before_first_fact" in found.before.notes
    assert (found.test, found.remarks) == ("none", ("no_record",)), "nothing at all was recorded by then"
    desk.add(fact("case_opened", "c-1", NOON - timedelta(days=35)))
    found = desk.compare("incidents_reported", COUNTY, MARCH, "period")
    assert (found.test, found.verdict) == ("poisson", "rise"), "others were recorded, and none of these"


def test_unknown_figures_splits_and_parts_say_what_there_is(desk):
    with pytest.raises(NoSuchFigure, match="catalogue"):
        desk.value("luck", "", MARCH)
    with pytest.raises(NoSuchFigure, match="its splits: class"):
        desk.parts("incidents_reported", "", MARCH, split="team")
    with pytest.raises(NoSuchFigure, match="no denominator"):
        desk.trace("incidents_reported", "", MARCH, part="denominator")


def test_hostile_text_is_only_text(desk):
    desk.add(*incidents(4))
    assert desk.of("incidents_reported", "35' OR 1=1 --") == 0
    assert desk.of("incidents_reported", "") == 4


def test_all_figures_stand_on_nothing_and_on_anything(desk):
    noise = random.Random(5)
    kinds = sorted({kind for each in desk.catalogue.values() for kind in each.numerator.kinds})
    assert {each.facts for each in desk.values(desk.catalogue, COUNTY, MARCH)} == {0}
    desk.add(
        *(
            fact(
                kind, f"x-{noise.randrange(40)}", noise.uniform(-900, 900), ring=noise.choice((1, 3, 5, None)),
                word=noise.choice(("call", "visit", "accepted", "kept", "red", "registered", "in_time")),
                other=f"t-{noise.randrange(3)}", value=noise.uniform(0, 50), category=noise.choice(CATEGORIES),
                region=noise.choice((GRID, OTHER_GRID, COUNTY, "")),
            )
            for kind in kinds
            for _ in range(20)
        )
    )  # fmt: skip
    for value in desk.values(desk.catalogue, COUNTY, MARCH):
        id, figure = value.figure.id, value.figure
        assert sum(each.facts for each in desk.parts(id, COUNTY, MARCH, level=9)) == value.facts, id
        if figure.numerator.measure in (ROWS, DISTINCT):
            assert len(desk.trace(id, COUNTY, MARCH, limit=5000).facts) == value.facts, id
        for split in figure.splits[:1]:
            assert sum(each.facts for each in desk.parts(id, COUNTY, MARCH, split=split)) == value.facts, id


STEP = st.sampled_from(
    ("case_settled", "case_failed", "case_reopened", "case_merged", "agreement_broken", "case_closed")
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(STEP, max_size=5), max_size=8), st.randoms(use_true_random=False))
def test_settled_disputes_are_what_reading_each_history_says(memory, histories, shuffled):
    facts = []
    for number, steps in enumerate(histories):
        facts.append(fact("case_opened", f"c-{number}", word="visit", sequence=1))
        facts += [fact(kind, f"c-{number}", n, sequence=n + 2) for n, kind in enumerate(steps)]
    shuffled.shuffle(facts)
    ending = {"case_settled", "case_failed", "case_reopened", "agreement_broken"}
    accepted = [steps for steps in histories if "case_merged" not in steps]
    settled = [s for s in accepted if [each for each in s if each in ending][-1:] == ["case_settled"]]
    value = over(memory, facts).value("disputes_settled", COUNTY, MARCH)
    assert (value.numerator, value.denominator) == (len(settled), len(accepted))


@pytest.fixture(scope="module")
def memory():
    """A base in memory, as fast as it goes."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(table)
    return connection


def over(connection, facts):
    """Return the figures over these facts and no others."""
    connection.execute("DELETE FROM facts")
    names = [name.strip('"') for name in COLUMNS]
    rows = [tuple(getattr(each, name) for name in names) for each in facts]
    rows = [tuple(v.replace(tzinfo=None) if hasattr(v, "tzinfo") else v for v in row) for row in rows]
    if rows:
        sql = f"INSERT INTO facts ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in names)})"
        connection.executemany(sql, rows)
    query = lambda sql, given: connection.execute(sql, list(given)).fetchall()  # noqa: E731
    return Figures(CATALOGUE, query, Clock(NOW), ZONE, ExactTests())
