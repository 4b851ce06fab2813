"""An office over a store of its own."""

from __future__ import annotations

import pytest

from tests.fixtures.patrol_posts import post_office


@pytest.fixture
def office(tmp_path):
    made = post_office(tmp_path / "patrol.db")
    yield made
    made.store.close()
