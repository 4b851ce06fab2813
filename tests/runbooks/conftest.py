"""One small stack for the runbooks that need no broker of their own; what tests have to show is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lianfang.regions.pack import Pack
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from tests.runbooks.ground import ground  # noqa: F401 - a fixture
from tests.runbooks.replicas import Replicas
from tests.runbooks.shown import keep
from tests.runbooks.whole import loaded, running


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Broker, grid, incident; nothing is loaded."""
    with running(tmp_path_factory.mktemp("small"), "grid", "incident") as stack:
        yield stack


@pytest.fixture(scope="session")
def county(small: Stack) -> tuple[Target, Pack]:
    """Load 寿宁: what commands talk to, and its pack."""
    return loaded(small)


@pytest.fixture(scope="session")
def incidents(small: Stack, county: tuple[Target, Pack]) -> Iterator[Replicas]:
    """Two processes of the incident service."""
    replicas = Replicas(small, "incident")
    yield replicas
    replicas.end()


@pytest.fixture
def shown(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say lines about what was done; those of a test that passes come into docs/runbooks-shown.md."""

    def say(lines: str) -> None:
        print(f"\n{lines.strip()}")
        request.node.user_properties += [("shown", line) for line in lines.strip().splitlines()]

    return say


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what a passed test has said."""
    if report.when == "call" and report.passed:
        keep(report)
