"""`lianfang district`, `team`, `topology`, `dead` against a real broker."""

from __future__ import annotations

import json

import kombu
import pytest

from lianfang.messaging.envelope import CONTENT_TYPE, Event
from lianfang.messaging.management import Management
from lianfang.messaging.routing import EVENTS, routing_key
from lianfang.runtime.broker import BrokerVhost
from lianfang.runtime.cli.app import run

pytestmark = pytest.mark.rabbit


@pytest.fixture
def lianfang(vhost: BrokerVhost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command on a fresh virtual host with the topology; return (exit code, JSON it printed)."""
    monkeypatch.setenv("LIANFANG_BUS_URI", vhost.amqp_uri)
    monkeypatch.setenv("LIANFANG_BUS_MANAGEMENT_URI", vhost.management_uri)

    def call(*arguments: str):
        code = run([*arguments, "--json"])
        out = capsys.readouterr().out
        return code, json.loads(out) if out.strip() else None

    assert call("topology", "apply")[0] == 0
    return call


def publish(vhost: BrokerVhost, exchange: str, key: str, event: Event, **headers) -> None:
    with kombu.Connection(vhost.amqp_uri) as connection:
        connection.Producer().publish(
            event.to_json(), exchange=exchange, routing_key=key, content_type=CONTENT_TYPE, headers=headers,
            message_id=event.id,
        )  # fmt: skip


def event(id: str, region: str = "350924100") -> Event:
    return Event(id, "incident.reported.v1", "/services/incident", "i", "2025-03-01T00:00:00+00:00", region, {})


def test_a_district_is_added_with_credentials_once_listed_and_revoked(lianfang, vhost: BrokerVhost) -> None:
    code, added = lianfang("district", "add", "350924")
    assert code == 0
    assert added["password"] in added["uri"]
    assert lianfang("district", "add", "350924")[1]["password"] == ""
    assert [each["id"] for each in lianfang("district", "list")[1]] == ["350924"]
    with kombu.Connection(added["uri"]) as connection:
        connection.default_channel.queue_declare("district.350924", passive=True)
    assert lianfang("district", "revoke", "350924")[1]["queue_removed"]
    assert lianfang("district", "list")[1] == []
    assert lianfang("district", "revoke", "350924")[0] == 1


def test_a_district_is_replayed_what_it_may_see(lianfang, vhost: BrokerVhost) -> None:
    for each in (event("mine"), event("theirs", "350925100")):
        publish(vhost, EVENTS, routing_key(each), each)
    lianfang("district", "add", "350924")
    assert lianfang("district", "replay", "350924", "--since", "1h", "--dry-run")[1]["events"] == 1
    assert lianfang("district", "replay", "350924", "--since", "1h")[1]["events"] == 1
    with kombu.Connection(vhost.amqp_uri) as connection:
        queue = connection.default_channel.queue_declare("district.350924", passive=True)
    assert queue.message_count == 1


def test_a_team_is_added_listed_and_revoked(lianfang) -> None:
    assert lianfang("team", "add", "350924.aoyang.case")[1]["queue"] == "team.350924.aoyang.case"
    assert [each["id"] for each in lianfang("team", "list")[1]] == ["350924.aoyang.case"]
    assert lianfang("team", "revoke", "350924.aoyang.case")[0] == 0


@pytest.mark.parametrize(("kind", "id"), [("team", "aoyang.case"), ("district", "3509241")])
def test_a_bad_id_is_one_line(lianfang, kind: str, id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([kind, "add", id]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_topology_check_tells_what_is_missing(lianfang, vhost: BrokerVhost) -> None:
    assert lianfang("topology", "check") == (0, [])
    Management(vhost.management_uri, vhost.vhost).delete("queues", vhost.vhost, "incident.commands")
    code, found = lianfang("topology", "check")
    assert code == 1
    assert "incident.commands" in {each["subject"] for each in found}


def test_dead_letters_are_counted_listed_shown_and_replayed(lianfang, vhost: BrokerVhost) -> None:
    parked = {"lianfang-queue": "incident.commands", "lianfang-reason": "no such task", "lianfang-attempts": 3}
    publish(vhost, "lianfang.dead", "incident.commands", event("d1"), **parked)
    publish(vhost, "lianfang.dead", "incident.commands", event("d2"), **{**parked, "lianfang-reason": "other"})
    assert lianfang("dead", "list")[1]["incident.commands"] == 2
    listed = lianfang("dead", "list", "incident.commands", "--reason", "no such")[1]
    assert [(each["id"], each["attempts"]) for each in listed] == [("d1", 3)]
    assert lianfang("dead", "show", "incident.commands", "d2")[1]["reason"] == "other"
    assert lianfang("dead", "show", "incident.commands", "d9")[0] == 1
    assert lianfang("dead", "replay", "incident.commands", "--dry-run")[1]["found"] == 2
    assert lianfang("dead", "replay", "incident.commands", "--id", "d1")[1]["replayed"] == 1
    assert lianfang("dead", "list")[1]["incident.commands"] == 1
