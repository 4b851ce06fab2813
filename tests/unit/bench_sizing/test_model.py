"""The sizing model: more people never need less, and a limit holds up to its people and not beyond."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.sizing.assumptions import SOURCES, Assumptions, parse
from bench.sizing.costs import SERVICES, Costs
from bench.sizing.derived import plan_rows
from bench.sizing.figures import Figure, Measured
from bench.sizing.limits import RULES, largest, limits
from bench.sizing.model import LEAST, plan
from bench.sizing.page import blocks, filled

IT = Assumptions()
PEOPLE = st.floats(1.0, 1e9)


def costs() -> Costs:
    """Round numbers, of the order of what was measured."""
    return Costs(
        report_ms=5.0, command_ms=3.0,
        visit_ms=4.0, hazard_ms=4.0, case_ms=4.0, http_case_ms=20.0, step_ms=5.0, count_ms=3.0,
        unit_ms=3.0, mark_ms=8.0, fact_ms=0.4, event_ms=0.2, tasks=2.0, events=20.0, copies=3.0, kept_bytes=8_000.0,
        trimmed_bytes=30_000.0, stream_bytes=1_200.0, facts=1.2, fact_bytes=60.0,
        base_mb=dict.fromkeys(SERVICES, 120.0), grid_mb=0.005, grid_start_ms=0.5, broker_mb=150.0, queue_mb=0.2,
        queues=40.0,
    )  # fmt: skip


@given(PEOPLE, st.floats(1.0, 100.0))
def test_more_people_never_need_less(people: float, times: float) -> None:
    few, many = plan(people, IT, costs()), plan(people * times, IT, costs())

    assert all(many.processes[name] >= few.processes[name] for name in SERVICES)
    assert all(many.demand[name] >= few.demand[name] for name in few.demand)
    assert many.memory_gb >= few.memory_gb
    assert (many.queues, many.log_gb, many.facts_year) >= (few.queues, few.log_gb, few.facts_year)


@given(PEOPLE)
def test_one_process_may_be_missing_and_the_others_do_the_work_of_the_worst_hour(people: float) -> None:
    made = plan(people, IT, costs())

    for name in set(SERVICES) - {"analytics"}:
        assert made.processes[name] >= LEAST
        assert made.demand[name] <= (made.processes[name] - 1) * IT.busy * (1 + 1e-9)
    assert made.processes["analytics"] == 1
    assert ("analytics" in made.full) == (made.demand["analytics"] > IT.busy)


@given(PEOPLE, st.floats(1.0, 50.0))
def test_a_worse_storm_brings_more_calls_and_nothing_else(people: float, storm: float) -> None:
    calm, worse = plan(people, replace(IT, storm=1.0), costs()), plan(people, replace(IT, storm=storm), costs())

    assert worse.load.reports == pytest.approx(calm.load.reports * storm)
    assert worse.load.marks == calm.load.marks
    assert worse.load.steps == calm.load.steps
    assert worse.store_gb_year == calm.store_gb_year


def test_a_county_of_half_a_million_is_reckoned_as_by_hand() -> None:
    made = plan(500_000, IT, costs())

    assert made.load.reports_day == pytest.approx(500 * 0.9 * 1.33)
    assert made.load.reports == pytest.approx(598.5 * 7.3 / 36_000)
    assert made.load.commands == pytest.approx(made.load.reports * 2 * 5)
    assert made.load.marks == pytest.approx(500 * 0.7 * 4 / 3_600)
    assert made.grids == 2_500
    assert made.queues == pytest.approx(40 + 0.5 * 240)
    assert made.memory_mb["grid"] == pytest.approx(120 + 12.5)
    assert made.store_gb_year == pytest.approx(598.5 * 365 * 8_000 / 1e9)


def test_each_limit_is_kept_up_to_its_people_and_broken_beyond() -> None:
    rules = {(rule.of, rule.at): rule for rule in RULES}

    for limit in limits(IT, costs()):
        rule = rules[limit.of, limit.at]
        assert rule.value(plan(limit.people, IT, costs()), costs(), IT) <= rule.most
        assert rule.value(plan(limit.people * 1.01, IT, costs()), costs(), IT) > rule.most


def test_limits_come_in_the_order_in_which_they_are_reached() -> None:
    found = limits(IT, costs())

    assert [limit.people for limit in found] == sorted(limit.people for limit in found)
    assert largest(IT, costs()) == min(limit.people for limit in found if limit.hard)


def test_every_number_of_a_plan_says_how_it_is_come_by() -> None:
    head, *rows = plan_rows(10_000_000, IT, costs())

    assert head == ["what", "needs", "how it is come by"]
    assert all(all(cells) for cells in rows)


def test_every_assumption_has_its_source() -> None:
    assert set(SOURCES) == set(Assumptions.__dataclass_fields__)


@pytest.mark.parametrize(
    ("words", "named"),
    [(["calls"], "--assume calls"), (["calls=many"], "calls=many"), (["cals=1"], "cals"), (["busy=2"], "busy=2")],
)
def test_a_wrong_assumption_is_named_with_the_remedy(words: list[str], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        Assumptions.with_changes(parse(words))


def test_nobody_needs_no_plan() -> None:
    with pytest.raises(ValueError, match="--people 0: must be at least 1"):
        plan(0, IT, costs())


def test_the_page_has_a_place_for_every_table_that_is_generated() -> None:
    text = "a\n<!-- sizing:x -->\nold\n<!-- /sizing:x -->\nb\n"

    assert filled(text, {"x": "new"}) == "a\n<!-- sizing:x -->\nnew\n<!-- /sizing:x -->\nb\n"
    with pytest.raises(ValueError, match="sizing:y"):
        filled(text, {"y": "new"})


def test_a_figure_can_be_measured_once_only() -> None:
    with pytest.raises(ValueError, match=r"a\.b was measured twice"):
        Measured.of([Figure("a.b", "", 1, ""), Figure("a.b", "", 2, "")])


def test_a_figure_that_is_missing_says_how_to_get_it() -> None:
    with pytest.raises(KeyError, match=r"--write docs/sizing\.md"):
        blocks(Measured.of([]))


def test_what_could_not_be_measured_keeps_its_earlier_figure_and_says_so() -> None:
    earlier = Measured.of([Figure("a.b", "one", 1, ""), Figure("a.c", "two", 2, "")])

    now = Measured.of([Figure("a.b", "one", 3, "")]).over(earlier)

    assert (now["a.b"], now["a.c"]) == (3, 2)
    assert now.figures["a.c"].text == "two (not of this run)"
    assert Measured.of([]).over(now).figures["a.c"].text == "two (not of this run)"
