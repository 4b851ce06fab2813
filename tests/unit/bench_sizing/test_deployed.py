"""What deploy/k8s asks for follows from what was measured, and the page shows what was measured last."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.sizing.assumptions import Assumptions
from bench.sizing.costs import SERVICES, Costs
from bench.sizing.deployed import asked_for, quantity, triggers, work_ms
from bench.sizing.figures import Measured
from bench.sizing.limits import largest
from bench.sizing.page import blocks, filled

PAGE = Path(__file__).parents[3] / "docs" / "sizing.md"
LEAST_S, MOST_S = 0.5, 5.0
"""Seconds of work in a queue at which another process is wanted."""


@pytest.fixture(scope="module")
def measured() -> Measured:
    return Measured.load()


def test_the_page_shows_what_was_measured_last(measured: Measured) -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert filled(text, blocks(measured)) == text


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_given_the_memory_it_was_seen_to_use_and_room_for_the_largest_registry(
    service: str, measured: Measured
) -> None:
    costs, it = Costs.of(measured), Assumptions()
    said, used = asked_for(service), costs.base_mb[service]

    assert said.request_mb >= used
    assert said.limit_mb >= used + 2 * largest(it, costs) / it.people_per_grid * costs.grid_mb


def test_another_process_is_wanted_after_some_seconds_of_work_or_with_room_left_on_its_core(
    measured: Measured,
) -> None:
    costs, found = Costs.of(measured), list(triggers())

    for each in found:
        if each.of == "cpu":
            assert each.at <= Assumptions().busy
        else:
            assert LEAST_S <= each.at * work_ms(each, costs) / 1_000 <= MOST_S
    assert {each.service for each in found} == set(SERVICES) - {"analytics"}


@pytest.mark.parametrize(("text", "value"), [("500m", 0.5), ("2", 2.0), ("3Gi", 3 * 2**30), ("64Mi", 64 * 2**20)])
def test_quantities_of_kubernetes_are_read(text: str, value: float) -> None:
    assert quantity(text) == pytest.approx(value)
