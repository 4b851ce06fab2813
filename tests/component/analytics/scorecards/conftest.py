"""An assessment of its own for each test."""

from __future__ import annotations

import pytest

from tests.fixtures.analytics_assessment import assessment


@pytest.fixture
def office(tmp_path):
    """The use cases over empty files."""
    made = assessment(tmp_path)
    yield made
    made.close()
