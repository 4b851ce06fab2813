"""A board beside an office of shifts, over one store."""

from __future__ import annotations

import pytest

from tests.fixtures.patrol_board import board_desk


@pytest.fixture
def desk(tmp_path):
    """Return it."""
    return board_desk(tmp_path / "store.db")
