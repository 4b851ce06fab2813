"""The stores under test: every test that asks for `store` runs over each adapter and server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianfang.persistence.store import Collection, Index, Store
from tests.integration.persistence.backends import ALL, SHARED, fresh_store, fresh_uri, wire_server
from tests.integration.persistence.stand_in_faults import mark_known_faults

THINGS = Collection(
    "things",
    (
        Index("state", "state"),
        Index("due", "deadline.at"),
        Index("rank", "rank"),
        Index("urgent", "urgent"),
        Index("tag", "tags", many=True),
        Index("team", "tasks.team", many=True),
    ),
)
OTHERS = Collection("others")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark_known_faults([item for item in items if item.path.parent == _HERE])


@pytest.fixture(scope="session")
def wire_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    given = os.environ.get("LIANFANG_TEST_WIRE_PORT")
    if given:
        yield int(given)
        return
    with wire_server(tmp_path_factory.mktemp("wire")) as (port, _):
        yield port


@pytest.fixture(params=ALL)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = fresh_store(request.param, tmp_path, request)
    opened.declare(THINGS, OTHERS)
    yield opened
    opened.close()


@pytest.fixture(params=SHARED)
def shared_uri(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return fresh_uri(request.param, tmp_path, request)
