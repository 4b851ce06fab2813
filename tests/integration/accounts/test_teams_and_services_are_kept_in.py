"""Teams send only their commands, services publish only their own context; what the check misses is known."""

from __future__ import annotations

import pika
import pytest

from tests.fixtures.accounts import publish, refused, take

pytestmark = pytest.mark.rabbit
CASE, SUPERVISION = "350924.aoyang.case", "350924.county.supervision"
ARRIVE = "incident.arrive.v1.35.09.24"


@pytest.fixture(scope="module")
def open_account(shared_bus):
    """Open connections by account, one each."""
    accounts = shared_bus.accounts
    uris = {
        "case": accounts.add_team(CASE, rotate=True).uri,
        "supervision": accounts.add_team(SUPERVISION, rotate=True).uri,
        "incident": accounts.add_service("incident", rotate=True).uri,
        "grid": accounts.add_service("grid", rotate=True).uri,
        "mediation": accounts.add_service("mediation", rotate=True).uri,
    }
    connections = {name: pika.BlockingConnection(pika.URLParameters(uri)) for name, uri in uris.items()}
    yield connections
    for connection in connections.values():
        connection.close()


def test_a_team_gets_what_is_addressed_to_it_alone_restricted_or_not(bus, connect):
    """So a tip reaches the team that must act on it, and a complaint, addressed to supervision, nobody else."""
    case, supervision = (bus.accounts.add_team(team, rotate=True) for team in (CASE, SUPERVISION))
    admin = connect(bus.admin_uri)
    for exchange in ("lianfang.events", "lianfang.restricted"):
        for team in ("aoyang.case", "county.supervision", "aoyang.traffic"):
            publish(admin, exchange, f"incident.task_requested.v1.35.09.24.{team}", f"{exchange} {team}".encode())
    publish(admin, "lianfang.restricted", "incident.reported.v1.35.09.24", b"to nobody")
    assert [body for _, _, body in take(connect(case.uri), case.queue, 0.6, 10)] == [
        b"lianfang.events aoyang.case",
        b"lianfang.restricted aoyang.case",
    ]
    assert [body for _, _, body in take(connect(supervision.uri), supervision.queue, 0.6, 10)] == [
        b"lianfang.events county.supervision",
        b"lianfang.restricted county.supervision",
    ]


def test_an_alarm_of_mediation_reaches_its_team_alone_open_or_sealed(bus, connect):
    case, supervision = (bus.accounts.add_team(team, rotate=True) for team in (CASE, SUPERVISION))
    mediation = connect(bus.accounts.add_service("mediation", rotate=True).uri)
    for exchange in ("lianfang.events", "lianfang.restricted"):
        publish(mediation, exchange, "mediation.alarm_raised.v1.35.09.24.aoyang.case", exchange.encode())
        publish(mediation, exchange, "mediation.case_opened.v1.35.09.24.100.001", b"to no team")
    assert [body for _, _, body in take(connect(case.uri), case.queue, 0.6, 10)] == [
        b"lianfang.events",
        b"lianfang.restricted",
    ]
    assert take(connect(supervision.uri), supervision.queue, 0.6) == []


def test_a_team_sends_its_commands_under_its_own_county(shared_bus, open_account, connect):
    for name in ("receive_task", "acknowledge_task", "decline_task", "depart", "arrive", "finish_task"):
        publish(open_account["case"], "lianfang.commands", f"incident.{name}.v1.35.09.24", name.encode())
    got = take(connect(shared_bus.admin_uri), "incident.commands", 0.6, 10)
    assert len(got) == 6


@pytest.mark.parametrize(
    "key", ["incident.arrive.v1.35.04.29", "incident.arrive.v1.35.09", "incident.arrive.v1.35.09.240", "#", "",
            "incident.replica_page.v1.35.09.24", "grid.request_snapshot.v1.35.09.24",
            "incident.arrive.v2.35.09.24"],
)  # fmt: skip
def test_any_other_command_of_a_team_is_refused(open_account, key):
    with refused(open_account["case"]) as channel:
        channel.basic_publish("lianfang.commands", key, b"forged")


@pytest.mark.parametrize("exchange", ["lianfang.events", "lianfang.restricted", "lianfang.return", "amq.topic", ""])
def test_a_team_publishes_nowhere_else(open_account, exchange):
    with refused(open_account["case"]) as channel:
        channel.basic_publish(exchange, ARRIVE, b"forged")


def test_a_team_neither_binds_nor_declares_nor_reads_others(open_account):
    with refused(open_account["case"]) as channel:
        channel.queue_bind(f"team.{CASE}", "lianfang.events", "incident.*.v1.35.09.24.aoyang.case")
    with refused(open_account["case"]) as channel:
        channel.queue_declare("", exclusive=True)
    with refused(open_account["case"]) as channel:
        channel.exchange_declare("mine", "fanout")
    with refused(open_account["case"]) as channel:
        channel.basic_get(f"team.{SUPERVISION}")


@pytest.mark.parametrize("header", ["CC", "BCC"])
def test_a_copy_header_gets_round_the_check_on_publish(bus, connect, header):
    """True of RabbitMQ 3, so a command's consumer trusts neither key nor payload, only the validated user_id.

    RabbitMQ 4.0 checks these keys too.
    """
    team = bus.accounts.add_team(CASE, rotate=True)
    forbidden = ["incident.replica_page.v1.35.09.24", "incident.arrive.v1.35.04.29", "grid.request_snapshot.v1.35"]
    properties = {"headers": {header: forbidden}, "user_id": team.account}
    if bus.management.version() >= (4,):
        with refused(connect(team.uri)) as channel:
            channel.basic_publish("lianfang.commands", ARRIVE, b"x", pika.BasicProperties(**properties))
        return
    publish(connect(team.uri), "lianfang.commands", ARRIVE, **properties)
    admin = connect(bus.admin_uri)
    for queue in ("incident.releases", "grid.commands"):
        [(_, properties, _)] = take(admin, queue)
        assert properties.user_id == team.account  # this is what gives it away


def test_a_forged_user_id_is_refused_by_the_broker(open_account):
    for account in ("team-" + SUPERVISION, "svc-grid", "lianfang-admin"):
        with refused(open_account["case"], 406) as channel:
            channel.basic_publish("lianfang.commands", ARRIVE, b"x", pika.BasicProperties(user_id=account))


def test_a_service_publishes_its_own_context_only(open_account):
    for exchange in ("lianfang.events", "lianfang.restricted"):
        publish(open_account["incident"], exchange, "incident.reported.v1.35.09.24")
        for key in ("grid.release_published.v1.35.09.24", "incidents.reported.v1", "x.incident.reported.v1"):
            with refused(open_account["incident"]) as channel:
                channel.basic_publish(exchange, key, b"forged")
        publish(open_account["mediation"], exchange, "mediation.case_opened.v1.35.09.24")
        with refused(open_account["mediation"]) as channel:
            channel.basic_publish(exchange, "incident.reported.v1.35.09.24", b"forged")


def test_a_service_commands_what_it_needs_only(open_account):
    publish(open_account["incident"], "lianfang.commands", "grid.request_snapshot.v1.35.09.24")
    publish(open_account["mediation"], "lianfang.commands", "grid.request_snapshot.v1.35.09.24")
    publish(open_account["grid"], "lianfang.commands", "incident.replica_page.v1.35.09.24")
    publish(open_account["grid"], "lianfang.commands", "mediation.replica_page.v1.35.09.24")
    for key in ("mediation.replica_page.v1.35.09.24", ARRIVE):
        with refused(open_account["mediation"]) as channel:
            channel.basic_publish("lianfang.commands", key, b"forged")
    with refused(open_account["incident"]) as channel:
        channel.basic_publish("lianfang.commands", "incident.replica_page.v1.35.09.24", b"forged")
    with refused(open_account["grid"]) as channel:
        channel.basic_publish("lianfang.commands", ARRIVE, b"forged")


def test_a_service_reads_its_own_queues_and_may_retry_and_park(open_account):
    channel = open_account["incident"].channel()
    for queue in ("incident.releases", "incident.commands", "incident.releases.dead"):
        channel.basic_get(queue)
    channel.close()
    for exchange in ("lianfang.retry.1s", "lianfang.retry.10s", "lianfang.retry.60s", "lianfang.dead"):
        publish(open_account["incident"], exchange, "incident.releases")
    for queue in ("grid.commands", "lianfang.log", f"team.{CASE}", "incident"):
        with refused(open_account["incident"]) as channel:
            channel.basic_get(queue)
    with refused(open_account["incident"]) as channel:
        channel.queue_declare("incident.mine", durable=True)
    with refused(open_account["incident"]) as channel:
        channel.basic_publish("", "grid.commands", b"straight in")
