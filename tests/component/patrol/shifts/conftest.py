"""An office with three officers and three volunteers."""

from __future__ import annotations

import pytest

from tests.fixtures.patrol_shifts import shift_office


@pytest.fixture
def office(tmp_path):
    """Return it, over a store of its own."""
    return shift_office(tmp_path / "store.db")
