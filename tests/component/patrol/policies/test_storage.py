"""Patrol's rules are put for one county, followed by every process, and old versions stay readable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lianfang.persistence.aggregate import Command
from lianfang.persistence.sqlite.adapter import SqliteStore
from services.patrol.app.policies.load import default
from services.patrol.app.policies.storage import collections, policies

COUNTY, OTHER = "360103", "350924"


@pytest.fixture
def start(tmp_path):
    """Starts one more process of the service."""
    store = SqliteStore(tmp_path / "patrol.db")
    store.declare(*collections())
    yield lambda: policies(store, lambda: datetime(2026, 3, 2, tzinfo=UTC), print)
    store.close()


def test_what_a_county_puts_holds_there_alone_and_the_old_version_stays(start):
    here, elsewhere = start(), start()
    before = here.for_county(COUNTY)
    assert before == default().policy
    put = here.put(COUNTY, {"no_show": {"after": {"minutes": 5}}}, Command("c1", actor="registrar-1"))
    assert elsewhere.refresh() == [COUNTY]
    assert elsewhere.for_county(COUNTY).no_show_after == timedelta(minutes=5)
    assert elsewhere.for_county(COUNTY).version == put.version
    assert elsewhere.for_county(OTHER) == elsewhere.at(before.version) == before
