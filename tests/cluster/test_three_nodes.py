"""Three real nodes: where queues and logs lie, what they listen on, what our clients do when one hangs."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator

import psutil
import pytest

from lianfang.messaging.log import LOG
from lianfang.messaging.publisher import ConfirmedPublisher, Outgoing, PublishFailed
from lianfang.runtime.broker import BrokerVhost
from lianfang.runtime.cluster.cluster import Cluster
from lianfang.runtime.cluster.member import Member
from lianfang.runtime.provision import provision

pytestmark = [pytest.mark.cluster, pytest.mark.rabbit, pytest.mark.timeout(300)]
KEY = "incident.reported.v1.35.09.24"
HEARTBEAT_S = 20.0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(scope="module")
def declared(cluster: Cluster) -> BrokerVhost:
    vhost = cluster.uri("lianfang")
    provision(vhost.management_uri, vhost.vhost, {"incident": "secret-of-incident"})
    return vhost


@pytest.fixture
def publisher(declared: BrokerVhost) -> Iterator[ConfirmedPublisher]:
    made = ConfirmedPublisher(declared.amqp_uri, timeout_s=2.0)
    made.start()
    assert made.wait_connected(60)
    yield made
    made.stop()


def connected_to(cluster: Cluster) -> list[Member]:
    """Return the members that this process has AMQP connections to."""
    ours = [each.raddr.port for each in psutil.Process().net_connections("tcp4") if each.status == "ESTABLISHED"]
    return [member for member in cluster if member.node.ports.amqp in ours]


def test_every_queue_and_every_log_lies_on_all_three_nodes(cluster: Cluster, declared: BrokerVhost):
    queues = next(iter(cluster)).manage("GET", f"queues/{declared.vhost}")
    assert {queue["type"] for queue in queues} == {"quorum", "stream"}
    assert {queue["name"]: len(queue["members"]) for queue in queues} == {queue["name"]: 3 for queue in queues}


@pytest.mark.skipif(shutil.which("ss") is None, reason="shown by ss, of package iproute2")
def test_nodes_listen_on_loopback_only(cluster: Cluster, declared: BrokerVhost):
    pids = {str(member.pid) for member in cluster}
    listed = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=True).stdout.splitlines()
    ours = [line.split()[3] for line in listed if set(re.findall(r"pid=(\d+)", line)) & pids]
    assert len(ours) >= 9, "AMQP, management and distribution of each"
    elsewhere = [
        address for address in ours if not re.match(r"127\.0\.0\.1:|\[::1\]:|0\.0\.0\.0%lo:|\*%lo:", address)
    ]
    assert not elsewhere


def test_a_publisher_leaves_a_node_that_hangs_long_before_heartbeats_tell_it(
    cluster: Cluster, publisher: ConfirmedPublisher
):
    publisher.publish([Outgoing("lianfang.events", KEY, b"{}", {}, "before")])
    (hanging,) = connected_to(cluster)
    hanging.freeze()
    began = time.monotonic()
    try:
        confirmed = False
        while not confirmed and time.monotonic() - began < 3 * HEARTBEAT_S:
            try:
                publisher.publish([Outgoing("lianfang.events", KEY, b"{}", {}, "while it hangs")])
                confirmed = True
            except PublishFailed:
                continue
        took = time.monotonic() - began
    finally:
        hanging.thaw()
    assert cluster.wait_whole(120)
    assert confirmed
    assert took < 2 * HEARTBEAT_S


def test_the_log_goes_on_when_its_leader_is_killed(
    cluster: Cluster, declared: BrokerVhost, publisher: ConfirmedPublisher
):
    leader = next(iter(cluster)).manage("GET", f"queues/{declared.vhost}/{LOG}")["leader"].partition("@")[0]
    killed = cluster.members[leader]
    killed.kill()
    try:
        for _ in range(30):
            try:
                publisher.publish([Outgoing("lianfang.events", KEY, b"{}", {}, "without its leader")])
                break
            except PublishFailed:
                continue
        else:
            pytest.fail("the log confirmed nothing within a minute")
        other = next(member for member in cluster if member is not killed)
        assert other.manage("GET", f"queues/{declared.vhost}/{LOG}")["leader"].partition("@")[0] != leader
    finally:
        killed.start(120)
    assert cluster.wait_whole(120)
