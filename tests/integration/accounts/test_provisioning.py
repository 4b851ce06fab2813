"""Accounts are added once, listed, rotated, and revoked with all they had."""

from __future__ import annotations

import pika
import pika.exceptions
import pytest

from lianfang.messaging.accounts import AccountError, Accounts, district_status, read_overflow
from lianfang.messaging.management import Management
from lianfang.messaging.topology import TopologyError, check_over, load
from tests.fixtures.accounts import make_bus, publish, take
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit


def test_adding_twice_rotates_nothing_and_says_so(bus, connect):
    first = bus.accounts.add_district("350924")
    assert first.created
    assert first.password in first.uri
    assert first.password not in repr(first)
    second = bus.accounts.add_district("350924")
    assert not second.created
    assert second.password == ""
    assert "exists already" in second.message
    assert connect(first.uri).is_open
    assert check_over(bus.topology, bus.management) == []


def test_rotating_sets_a_new_password_and_closes_connections(bus, connect):
    first = bus.accounts.add_team("350924.aoyang.case", rotate=True)
    old = connect(first.uri)
    second = bus.accounts.add_team("350924.aoyang.case", rotate=True)
    assert second.password not in ("", first.password)
    with pytest.raises(pika.exceptions.ConnectionClosedByBroker):
        old.sleep(60)
    with pytest.raises(pika.exceptions.ProbableAuthenticationError):
        connect(first.uri)
    assert connect(second.uri).is_open


def test_revoking_closes_connections_and_removes_account_queue_and_bindings(bus, connect):
    account = bus.accounts.add_district("350924")
    bus.accounts.add_district("350429")
    publish(connect(bus.admin_uri), "lianfang.events", "incident.reported.v1.35.09.24")
    consumer = connect(account.uri)
    consumer.channel().basic_consume(account.queue, lambda *_: None)
    revoked = bus.accounts.revoke_district("350924")
    assert revoked.connections_closed == 1
    assert revoked.queue_removed
    with pytest.raises(pika.exceptions.ConnectionClosedByBroker):
        consumer.sleep(60)
    with pytest.raises(pika.exceptions.ProbableAuthenticationError):
        connect(account.uri)
    assert bus.management.find("users", "district-350924") is None
    assert [a.id for a in bus.accounts.list_districts()] == ["350429"]
    assert "district.350924" not in {b["destination"] for b in bus.management.bindings()}
    with pytest.raises(AccountError, match="no account 'district-350924'"):
        bus.accounts.revoke_district("350924")


def test_accounts_are_listed_by_kind(bus):
    bus.accounts.add_district("350924")
    bus.accounts.add_team("350924.aoyang.case")
    bus.accounts.add_service("grid")
    [district], [team], [service] = (
        bus.accounts.list_districts(), bus.accounts.list_teams(), bus.accounts.list_services(),
    )  # fmt: skip
    assert (district.id, district.queue, district.queue_exists) == ("350924", "district.350924", True)
    assert (team.id, team.queue, team.queue_exists) == ("350924.aoyang.case", "team.350924.aoyang.case", True)
    assert (service.id, service.queue) == ("grid", "")


def test_a_service_may_be_given_its_password(bus, connect):
    bus.accounts.add_service("incident", password="from-a-mounted-secret")
    assert connect(bus.accounts.add_service("incident", password="from-a-mounted-secret").uri).is_open


def test_a_service_may_compare_the_topology_but_not_change_it(bus):
    account = bus.accounts.add_service("incident")
    host = bus.vhost.management_uri.rpartition("@")[2]
    own = Management(f"http://{account.account}:{account.password}@{host}", bus.vhost.vhost)
    assert check_over(load(), own) == []
    with pytest.raises(Exception, match="may not do this"):
        own.put("users", "mine", body={"password": "x", "tags": "administrator"})
    with pytest.raises(Exception, match="may not do this"):
        own.put("policies", bus.vhost.vhost, "mine", body={"pattern": ".*", "definition": {"max-length": 1}})


def test_one_user_in_two_virtual_hosts_loses_only_the_one_revoked(bus, broker, connect):
    other = broker.new_vhost()
    try:
        elsewhere = make_bus(other)
        there = elsewhere.accounts.add_district("350924")
        assert not bus.accounts.list_districts()
        bus.accounts.add_district("350924")
        bus.accounts.revoke_district("350924")
        assert connect(there.uri).is_open
    finally:
        broker.delete_vhost(other.vhost)


def test_bad_names_are_refused_before_anything_is_made(bus):
    for add, bad in ((bus.accounts.add_district, "3509241"), (bus.accounts.add_team, "350924.case")):
        with pytest.raises(TopologyError):
            add(bad)
    with pytest.raises(TopologyError, match="service 'nobody' is not in the topology"):
        bus.accounts.add_service("nobody")
    assert bus.accounts.list_districts() == bus.accounts.list_teams() == bus.accounts.list_services() == []


def test_a_broker_without_the_topology_says_what_to_run(vhost):
    accounts = Accounts(Management(vhost.management_uri, vhost.vhost), load(), vhost.amqp_uri)
    with pytest.raises(AccountError, match="lianfang topology apply"):
        accounts.add_district("350924")


def test_a_full_district_queue_drops_its_head_blocks_nobody_and_is_recorded(bus, connect):
    account = bus.accounts.add_district("350924")
    host = bus.vhost.vhost
    policy = bus.management.get("policies", host, "lianfang.district")
    policy["definition"]["max-length"] = 10
    bus.management.put("policies", host, "lianfang.district", body=policy)
    admin = connect(bus.admin_uri)
    for n in range(25):  # each one confirmed
        headers = {"cloudEvents_time": f"2024-05-01T08:00:{n:02d}Z"}
        publish(admin, "lianfang.events", "incident.reported.v1.35.09.24", str(n).encode(), headers=headers)
    lost = read_overflow(bus.admin_uri)["district.350924"]
    assert (lost.dropped, lost.rejected, lost.oldest_event) == (15, 0, "2024-05-01T08:00:00Z")
    assert read_overflow(bus.admin_uri)["district.350924"] == lost  # reading took nothing away

    until(lambda: district_status(bus.management)[0].messages)  # the broker's own numbers are some seconds old
    (status, *_) = district_status(bus.management, {lost.queue: lost})
    assert (status.id, status.messages, status.cap_messages) == ("350924", 10, 10)
    assert status.filled == 1.0
    assert status.alarm
    assert status.overflow == lost
    assert [int(body) for _, _, body in take(connect(account.uri), account.queue, 0.6, 30)] == list(range(15, 25))
