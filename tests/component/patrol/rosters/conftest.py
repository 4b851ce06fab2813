import pytest

from tests.fixtures.patrol_roster_desk import World, office


@pytest.fixture
def world():
    return World().hire("p-a", "p-b", "p-c")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def here(path, world):
    return office(path, world)
