"""An office of the incident service for each test."""

from __future__ import annotations

import pytest

from tests.fixtures.incident import Office, office


@pytest.fixture
def desk(tmp_path) -> Office:
    """The use cases over an empty store, with the small county's registry."""
    return office(tmp_path / "incident.db")
