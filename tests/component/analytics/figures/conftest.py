from __future__ import annotations

import pytest

from tests.fixtures.analytics_figures import FigureDesk


@pytest.fixture
def desk(tmp_path):
    """Figures over an empty base."""
    made = FigureDesk(tmp_path / "facts-1.duckdb")
    yield made
    made.base.close()
