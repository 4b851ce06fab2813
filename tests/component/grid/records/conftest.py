"""The grid service as a process with a small county imported; its broker is away."""

import pytest

from lianfang.persistence import open_store
from services.grid.app.records.storage import collections
from tests.fixtures.grid import files_of, zipped
from tests.fixtures.grid_records import FieldGrid
from tests.fixtures.packs import COUNTY, small_pack


@pytest.fixture(scope="session")
def field(tmp_path_factory):
    process = FieldGrid(tmp_path_factory.mktemp("field-grid")).start()
    files = files_of(small_pack(), tmp_path_factory.mktemp("field-packs") / "made")
    assert process.send(zipped(files), region=COUNTY).status_code == 201
    yield process
    process.stop()


@pytest.fixture
def kept(field):
    """The store of the process."""
    store = open_store(field.environment["LIANFANG_STORE_URI"])
    store.declare(*collections())
    yield store
    store.close()


@pytest.fixture
def outbox(kept):
    """Reads what an aggregate has committed for the bus: types without context and version, with their data."""

    def read(collection, id):
        return [(event["type"].split(".")[1], event["data"]) for event in kept.get(collection, id)["outbox"]]

    return read
