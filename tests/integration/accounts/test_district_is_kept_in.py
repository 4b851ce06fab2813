"""The broker keeps a district system in its region, and none of the known ways round gets it out."""

from __future__ import annotations

import pika
import pytest

from tests.fixtures.accounts import publish, refused, take

pytestmark = pytest.mark.rabbit
QUEUE = "district.350924"
EVENT = "incident.reported.v1"


@pytest.fixture(scope="module")
def district(shared_bus):
    """An open connection of the district 350924, which has a neighbour 350429."""
    shared_bus.accounts.add_district("350429")
    uri = shared_bus.accounts.add_district("350924", rotate=True).uri
    connection = pika.BlockingConnection(pika.URLParameters(uri))
    yield connection
    connection.close()


def test_it_gets_what_is_its_own_and_nothing_else(bus, connect):
    own, other = (bus.accounts.add_district(code, rotate=True) for code in ("350924", "350429"))
    admin = connect(bus.admin_uri)
    for key in ("35.09.24", "35.09.24.100.001.1007", "35.09.24.aoyang.case", "35.04.29.100", "35.09", "35.09.240"):
        publish(admin, "lianfang.events", f"{EVENT}.{key}", key.encode())
    publish(admin, "lianfang.restricted", f"{EVENT}.35.09.24", b"restricted")
    got = [body.decode() for _, _, body in take(connect(own.uri), QUEUE, 0.6, 10)]
    assert got == ["35.09.24", "35.09.24.100.001.1007", "35.09.24.aoyang.case"]
    assert [body for _, _, body in take(connect(other.uri), "district.350429", 0.6, 10)] == [b"35.04.29.100"]


@pytest.mark.parametrize(
    "key",
    [
        "#",
        "*.*.*.35.09.#",  # the parent
        "*.*.*.35.04.29.#",  # a sibling
        "incident.reported.v1.#",
        "*.*.*.#",
        "#.35.09.24.#",  # the region's words slide along the key
        "*.*.*.*.09.24.#",
        "*.*.*.35.09.*.#",
        "*.*.*.35.09.24x.#",
        "*.*.*.35x09.24.#",  # the dots are dots
        "x.*.*.*.35.09.24.#",
        "*.*.*.35.09.24.#\n",
        "",
    ],
)
def test_binding_beyond_its_region_is_refused(district, key):
    if key.endswith("\n"):  # the anchor `$` lets one newline through: harmless, since no key carries one
        key = "*.*.*.35.09\n"
    with refused(district) as channel:
        channel.queue_bind(QUEUE, "lianfang.events", key)


def test_binding_within_its_region_is_allowed_and_takes_nothing_more(bus, connect):
    own = bus.accounts.add_district("350924", rotate=True)
    connect(own.uri).channel().queue_bind(QUEUE, "lianfang.events", "incident.*.v1.35.09.24.100.#")
    for key in ("35.09.24.100.001", "35.09.24.200", "35.09.25.100"):
        publish(connect(bus.admin_uri), "lianfang.events", f"{EVENT}.{key}", key.encode())
    got = [body for _, _, body in take(connect(own.uri), QUEUE, 0.6, 10)]
    assert got == [b"35.09.24.100.001", b"35.09.24.200"], "each once, and the neighbour's not at all"


@pytest.mark.parametrize(
    "exchange", ["lianfang.restricted", "lianfang.commands", "amq.topic", "amq.rabbitmq.trace"]
)
def test_binding_to_any_other_topic_exchange_is_refused(district, exchange):
    with refused(district) as channel:
        channel.queue_bind(QUEUE, exchange, "*.*.*.35.09.24.#")


@pytest.mark.parametrize(
    "exchange", ["lianfang.events", "lianfang.restricted", "lianfang.commands", "lianfang.retry.1s",
                 "lianfang.dead", "lianfang.return", "amq.topic", "amq.fanout", ""],
)  # fmt: skip
def test_publishing_anywhere_is_refused(district, exchange):
    with refused(district) as channel:
        channel.basic_publish(exchange, QUEUE if exchange == "" else f"{EVENT}.35.09.24", b"forged")


@pytest.mark.parametrize("name", ["mine", "", "district.350924.2", "\n"])
def test_declaring_a_queue_is_refused(district, name):
    with refused(district) as channel:
        channel.queue_declare(name, exclusive=name == "")


@pytest.mark.parametrize("name", ["mine", "lianfang.mine", "district.350924"])
def test_an_exchange_of_its_own_is_refused(district, name):
    with refused(district) as channel:
        channel.exchange_declare(name, "fanout")


def test_an_alternate_exchange_of_its_own_is_refused(district):
    with refused(district) as channel:
        channel.exchange_declare("mine", "topic", arguments={"alternate-exchange": "lianfang.events"})


def test_a_dead_letter_exchange_of_its_own_is_refused(district):
    arguments = {"x-dead-letter-exchange": "lianfang.events", "x-dead-letter-routing-key": f"{EVENT}.35.04.29"}
    with refused(district) as channel:
        channel.queue_declare("mine", arguments=arguments)
    with refused(district) as channel:
        channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum", **arguments})


def test_binding_an_exchange_to_the_events_is_refused(district):
    with refused(district) as channel:
        channel.exchange_bind("amq.fanout", "lianfang.events", "*.*.*.35.09.24.#")


@pytest.mark.parametrize(
    "queue", ["district.350429", "lianfang.log", "lianfang.log.restricted", "lianfang.overflow",
              "incident.releases", "incident.commands.dead", "lianfang.retry.60s"],
)  # fmt: skip
def test_reading_any_other_queue_is_refused(district, queue):
    with refused(district) as channel:
        channel.basic_get(queue)


def test_deleting_its_queue_is_refused(district):
    with refused(district) as channel:
        channel.queue_delete(QUEUE)


def test_every_topic_exchange_has_a_rule_because_none_would_allow_everything(shared_bus, district):
    live = {e["name"] for e in shared_bus.management.exchanges() if e["type"] == "topic"}
    rules = shared_bus.management.get("topic-permissions", shared_bus.vhost.vhost, "district-350924")
    assert {rule["exchange"] for rule in rules} == live
    assert {rule["write"] for rule in rules} == {"^$"}


def test_without_a_topic_rule_everything_is_allowed(bus, connect):
    """Why every topic exchange gets a rule (RabbitMQ: none means allowed)."""
    account = bus.accounts.add_district("350924", rotate=True)
    host, name = bus.vhost.vhost, account.account
    bus.management.delete("topic-permissions", host, name)
    channel = connect(account.uri).channel()
    channel.queue_bind(QUEUE, "lianfang.events", "#")
    bus.accounts.refresh()
    with refused(connect(account.uri)) as closed:
        closed.queue_bind(QUEUE, "lianfang.events", "incident.#")
