"""One process of the mediation service for all tests over HTTP."""

from __future__ import annotations

import pytest

from tests.fixtures.mediation_http import MediationProcess


@pytest.fixture(scope="session")
def mediation(tmp_path_factory):
    """The running service; each test opens cases of its own."""
    folder = tmp_path_factory.mktemp("mediation")
    process = MediationProcess(folder).start()
    yield process
    assert process.stop() == 0
