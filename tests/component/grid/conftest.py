"""The grid service's use cases over a real store."""

from datetime import UTC, datetime

import pytest

import lianfang.contracts.grid  # noqa: F401 - registers the contracts
from lianfang.persistence import open_store
from services.grid.app.import_pack import ImportPack
from services.grid.app.queries import Queries
from services.grid.app.registry import Registry
from services.grid.app.storage import Storage, collections
from tests.fixtures.packs import small_pack

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/grid.db")
    store.declare(*collections())
    yield store
    store.close()


@pytest.fixture
def handed():
    """What was handed over to the relay, in order."""
    return []


@pytest.fixture
def events(handed):
    """The events committed so far, in the order of their commits."""

    def read(type=""):
        # without a relay nothing is cleared, so an event is handed over again with each later one of its aggregate
        once = {event["id"]: event for pending in handed for event in pending.document["outbox"]}
        return [event for event in once.values() if event["type"].startswith(type)]

    return read


@pytest.fixture
def storage(store, handed):
    return Storage.over(store, lambda: NOON, handed.append)


@pytest.fixture
def import_pack(storage):
    return ImportPack(storage)


@pytest.fixture
def registry(storage):
    return Registry(storage)


@pytest.fixture
def queries(registry):
    return Queries(registry)


@pytest.fixture
def pack():
    return small_pack()
