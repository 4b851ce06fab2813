from __future__ import annotations

import pytest

from tests.fixtures.patrol_rounds import rounds


@pytest.fixture
def it(tmp_path):
    """The unit with its shifts and marks, over a store of its own."""
    return rounds(tmp_path / "store.db")
