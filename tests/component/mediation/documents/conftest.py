"""A small office with an empty store."""

from __future__ import annotations

import pytest

from lianfang.persistence.cipher import FieldCipher, generate_key
from lianfang.persistence.sqlite.adapter import SqliteStore
from services.mediation.app.documents.storage import collections
from tests.fixtures.mediation_printing import Desk


@pytest.fixture
def desk(tmp_path):
    """An office with an empty store in ``documents.db``."""
    store = SqliteStore(tmp_path / "documents.db")
    store.declare(*collections())
    yield Desk(store, FieldCipher([generate_key()]))
    store.close()
