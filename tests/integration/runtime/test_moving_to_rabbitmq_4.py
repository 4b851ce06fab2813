"""From 3.10 to 4.x as docs/rabbitmq-versions.md says: not on its data, but beside it, by its definitions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pika
import pytest

from lianfang.messaging.accounts import Accounts
from lianfang.messaging.management import Management
from lianfang.messaging.topology import apply, check, load
from lianfang.runtime import broker_programs
from lianfang.runtime.backup import definitions
from lianfang.runtime.broker import Broker, BrokerError, BrokerVhost
from lianfang.runtime.operating.target import Target

pytestmark = [pytest.mark.rabbit, pytest.mark.timeout(1800)]
PATIENT_S = 600.0
COUNTY = "610921"  # an account of no other test: they share the new broker's users


def own_version() -> tuple[int, ...]:
    """The version of this machine's own package, which the prefix leads past."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(broker_programs.PREFIX, raising=False)
        return broker_programs.version() or ()


@pytest.fixture(autouse=True)
def _both_at_hand() -> None:
    if not (own_version() < (3, 13) and (broker_programs.version() or ()) >= (4,)):
        pytest.skip("needs RabbitMQ 3.10 to 3.12 on this machine and a 4.x beside it: `make test-rabbit4`")


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Broker]:
    """A node of this machine's own RabbitMQ."""
    node = Broker(tmp_path / "old")
    start_old(node)
    yield node
    node.kill()


def start_old(node: Broker) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(broker_programs.PREFIX)
        node.start(PATIENT_S)


def target(vhost: BrokerVhost) -> Target:
    return Target({"LIANFANG_BUS_URI": vhost.amqp_uri, "LIANFANG_BUS_MANAGEMENT_URI": vhost.management_uri})


def test_a_4_refuses_the_data_of_a_310_and_leaves_them_whole(old: Broker):
    with pika.BlockingConnection(pika.URLParameters(old.amqp_uri)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare("kept", durable=True, arguments={"x-queue-type": "quorum"})
        channel.basic_publish("", "kept", b"still here", pika.BasicProperties(delivery_mode=2))
    old.stop()
    with pytest.raises(BrokerError, match="RabbitMQ ended while starting"):
        old.start(PATIENT_S)
    start_old(old)
    with pika.BlockingConnection(pika.URLParameters(old.amqp_uri)) as connection:
        assert connection.channel().basic_get("kept", auto_ack=True)[2] == b"still here"


def test_a_new_broker_takes_the_old_ones_definitions_and_apply_puts_right_what_4_means_differently(
    old: Broker, broker: Broker
):
    from_there = old.new_vhost()
    apply(load(), from_there.management_uri, from_there.vhost)
    with closing(Management(from_there.management_uri, from_there.vhost)) as management:
        district = Accounts(management, load(), from_there.amqp_uri).add_district(COUNTY)

    new = broker.new_vhost(from_there.vhost)
    definitions.imported(target(new), definitions.exported(target(from_there)))

    # 3.10 has no word for "no limit", so the dead letters' limit would be 4.x's 20, and then they would be dropped.
    wrong = " ".join(map(str, check(load(), new.management_uri, new.vhost)))
    assert "lianfang.district" in wrong
    assert "lianfang.dead" in wrong
    changed = {change.what for change in apply(load(), new.management_uri, new.vhost)}
    assert all(what.startswith("policy ") for what in changed), changed
    assert check(load(), new.management_uri, new.vhost) == []

    with pika.BlockingConnection(district_parameters(district.uri, new)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        assert channel.queue_declare(district.queue, passive=True).method.queue == district.queue
    broker.manage("DELETE", f"users/{district.account}")
    broker.delete_vhost(new.vhost)


def district_parameters(uri: str, new: BrokerVhost) -> pika.URLParameters:
    """The district's account and old password, at the new broker."""
    parameters = pika.URLParameters(uri)
    parameters.port = pika.URLParameters(new.amqp_uri).port
    return parameters
