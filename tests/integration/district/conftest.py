"""A district with an account, and events for it."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.fixtures.accounts import publish


@pytest.fixture
def district(bus):
    """Credentials of the district 350924."""
    return bus.accounts.add_district("350924", rotate=True)


@pytest.fixture
def team(bus):
    """Credentials of the team 350924.aoyang.case."""
    return bus.accounts.add_team("350924.aoyang.case", rotate=True)


@pytest.fixture
def emit(bus, connect):
    """Publish an event and return its id."""
    admin = connect(bus.admin_uri)

    def one(type="incident.reported.v1", region="350924", *, id="", addressee="", **data) -> str:
        event = {"specversion": "1.0", "id": id or str(uuid.uuid4()), "type": type, "source": "/services/incident",
                 "region": region, "addressee": addressee, "data": data}  # fmt: skip
        words = [type, region[:2], region[2:4], region[4:6], region[6:9], region[9:12], addressee]
        publish(admin, "lianfang.events", ".".join(filter(None, words)), json.dumps(event).encode())
        return event["id"]

    return one
