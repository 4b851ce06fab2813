"""An office of the mediation service for each test."""

from __future__ import annotations

import pytest

from tests.fixtures.mediation import MediationOffice, mediation_office


@pytest.fixture
def office(tmp_path) -> MediationOffice:
    """The use cases over an empty store, with the small county's registry and a roster."""
    return mediation_office(tmp_path / "mediation.db")
