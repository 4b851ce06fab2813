"""An office of its own for each test."""

from __future__ import annotations

import pytest

from tests.fixtures.patrol_people import people_office


@pytest.fixture
def office(tmp_path):
    """The use cases over an empty store."""
    made = people_office(tmp_path / "people.db")
    yield made
    made.store.close()
