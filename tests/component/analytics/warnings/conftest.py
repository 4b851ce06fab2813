"""Worlds that take seconds to make are made once, and each test gets a copy of the files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fixtures.analytics_warnings import Office, fact, grid, office, usual

DAYS = 112
CORNER = [grid(row, column) for row in (0, 1, 2) for column in (0, 1, 2)]


def _made(folder: Path, of: Path | None, change: Callable[[Office], object]) -> Path:
    """Return a folder with a changed world, begun as a copy of another or empty."""
    if of is not None:
        shutil.copytree(of, folder, dirs_exist_ok=True)
    world = office(folder)
    change(world)
    world.close()
    return folder


@pytest.fixture(scope="session")
def worlds(tmp_path_factory) -> dict[str, Path]:
    """calm: chance alone. risen: six more a day in one village, in the last five days. found: that, looked at."""

    def rise(world: Office) -> None:
        world.add([fact(90_000 + n, CORNER[n % 9], DAYS - 1 - n % 5, category="100401") for n in range(30)])

    calm = _made(tmp_path_factory.mktemp("calm"), None, lambda world: world.add(usual(DAYS)))
    risen = _made(tmp_path_factory.mktemp("risen"), calm, rise)
    found = _made(tmp_path_factory.mktemp("found"), risen, lambda world: world.uses.daily())
    return {"calm": calm, "risen": risen, "found": found}


def _copied(world: Path, folder: Path) -> Iterator[Office]:
    shutil.copytree(world, folder, dirs_exist_ok=True)
    made = office(folder)
    yield made
    made.close()


@pytest.fixture
def calm(worlds, tmp_path) -> Iterator[Office]:
    """Chance alone."""
    yield from _copied(worlds["calm"], tmp_path)


@pytest.fixture
def risen(worlds, tmp_path) -> Iterator[Office]:
    """A rise that nobody has looked at."""
    yield from _copied(worlds["risen"], tmp_path)


@pytest.fixture
def found(worlds, tmp_path) -> Iterator[Office]:
    """A rise of which the daily run has warned."""
    yield from _copied(worlds["found"], tmp_path)
