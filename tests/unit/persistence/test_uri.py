from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.persistence import open_store
from lianfang.persistence.mongo.adapter import MongoStore
from lianfang.persistence.sqlite.adapter import SqliteStore


def test_a_sqlite_uri_opens_the_file_at_its_absolute_path(tmp_path: Path) -> None:
    store = open_store(f"sqlite://{tmp_path}/%E5%AF%BF%E5%AE%81.db")
    assert isinstance(store, SqliteStore)
    store.ping()
    assert (tmp_path / "寿宁.db").exists()
    store.close()


def test_a_mongodb_uri_keeps_its_timeouts_and_not_its_weaker_guarantees() -> None:
    store = open_store("mongodb://127.0.0.1:1/incident?w=1&serverSelectionTimeoutMS=50&readConcernLevel=local")
    assert isinstance(store, MongoStore)
    concern = store._database.write_concern.document
    assert concern == {"w": "majority", "j": True}
    assert store._database.read_concern.level == "majority"
    assert store._client.options.server_selection_timeout == 0.05
    store.close()


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("", "unknown store scheme ''"),
        ("/var/x.db", "unknown store scheme ''"),
        ("postgres://h/x", "sqlite:///absolute/path.db or mongodb://"),
        ("sqlite://var/x.db", "three slashes"),
        ("sqlite:///", "is a path"),
        ("sqlite:///x.db?mode=ro", "is a path"),
        ("mongodb://127.0.0.1:1", "names the service's database"),
        ("mongodb://127.0.0.1:port/x", "can't be used"),
    ],
)
def test_a_uri_that_cannot_be_meant_is_refused_with_the_remedy(uri: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        open_store(uri)


def test_a_mongodb_authority_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"this mongodb URI can't be used: .*ca\.crt"):
        open_store(f"mongodb://store:27017/incident?tls=true&tlsCAFile={tmp_path}/ca.crt")
