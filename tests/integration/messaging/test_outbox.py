"""The relay: committed events go out in order and once, are kept and cleared, and what was left is swept up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from lianfang.messaging.lease import Lease
from lianfang.messaging.outbox import OutboxRelay, republish
from lianfang.messaging.published import PUBLISHED, prune
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.ops import metrics
from lianfang.persistence.aggregate import Pending, collection
from lianfang.persistence.store import Insert, StoreUnavailable
from tests.fixtures.waiting import until
from tests.integration.messaging.outbox_things import THINGS, an_outbox, commit, commit_more

pytestmark = pytest.mark.rabbit


def now() -> datetime:
    return datetime.now(UTC)


def a_relay(store, publisher, **more) -> OutboxRelay:
    """A relay that sweeps only when told."""
    return OutboxRelay(store, publisher, now, [THINGS], **{"sweep_every_s": 3600, **more})


@pytest.fixture
def things(store, raw):
    store.declare(collection(THINGS))
    raw.queue("relayed", "test.happened.v1.#")
    raw.channel.queue_purge("relayed")
    return store


@pytest.fixture
def relay(things, publisher) -> Iterator[OutboxRelay]:
    relay = a_relay(things, publisher)
    relay.start()
    until(lambda: (lease := things.get("leases", "outbox-sweep")) and not lease["holder"], what="the first sweep")
    yield relay
    relay.stop()


def arrived(raw) -> list[str]:
    ids = []
    while (message := raw.channel.basic_get("relayed", no_ack=True)) is not None:
        ids.append(message.properties["message_id"])
    return ids


def test_events_go_out_in_order_are_kept_and_cleared(relay, things, raw):
    pending, ids = commit(things, events=3)
    relay.hand_over(pending)
    assert relay.flush(60)
    assert arrived(raw) == ids
    document = things.get(THINGS, pending.document["id"])
    assert document["outbox"] == []
    assert document["pending_since"] is None
    kept = things.get(PUBLISHED.name, ids[0])
    assert kept["event"] == pending.document["outbox"][0]


def test_clearing_bumps_the_revision_and_never_the_version(relay, things):
    pending, _ = commit(things, version=7)
    relay.hand_over(pending)
    assert relay.flush(60)
    document = things.get(THINGS, pending.document["id"])
    assert (document["version"], document["revision"]) == (7, 2)


def test_what_a_use_case_adds_meanwhile_stays_until_it_is_confirmed_too(things, publisher, raw):
    """The clear meets a newer revision: it loads afresh, removes only what was confirmed, keeps the rest's age."""
    relay = a_relay(things, publisher, linger_s=0.3)
    relay.start()
    first, confirmed = commit(things, events=2)
    relay.hand_over(first)
    _, added = commit_more(things, first.document["id"])
    assert relay.flush(60)
    document = things.get(THINGS, first.document["id"])
    assert [event["id"] for event in document["outbox"]] == added
    assert document["pending_since"] == first.document["pending_since"]
    assert arrived(raw) == confirmed
    relay.stop()


def test_overlapping_hand_overs_send_each_event_once(relay, things, raw):
    first, ids = commit(things, events=2)
    second, more = commit_more(things, first.document["id"])
    for pending in (second, first, second):
        relay.hand_over(pending)
    assert relay.flush(60)
    assert arrived(raw) == ids + more
    relay.hand_over(first)  # a hand-over that comes late, with what was cleared long ago
    assert relay.flush(60)
    assert arrived(raw) == []


def test_use_cases_and_clearing_race_without_losing_an_event(relay, things, raw):
    pending, ids = commit(things)
    relay.hand_over(pending)
    from lianfang.persistence.store import Conflict

    for _ in range(60):
        try:
            more, new = commit_more(things, pending.document["id"])
        except Conflict:
            continue  # the use-case runner would try again
        ids += new
        relay.hand_over(more)
    assert relay.flush(60)
    assert arrived(raw) == ids
    assert things.get(THINGS, pending.document["id"])["outbox"] == []


def test_what_was_never_handed_over_is_swept_once_it_is_old_enough(relay, things, raw):
    _, ids = commit(things, events=2)
    assert relay.sweep() == 0, "it may be in another replica's hands still"
    assert relay.oldest_pending_age() > 0
    assert relay.sweep(min_age_s=0) == 2
    assert relay.flush(60)
    assert arrived(raw) == ids
    assert relay.oldest_pending_age() == 0


def test_the_sweep_walks_many_aggregates(relay, things, raw):
    old = (now() - timedelta(minutes=1)).isoformat()
    documents = [
        {
            "id": f"t{n:04}", "version": 1, "sequence": 1, "outbox": an_outbox(f"t{n:04}", 1), "state": {},
            "keys": {}, "handled": {}, "handled_archived": False, "pending_since": old, "due": None,
            "deleted": False,
        }
        for n in range(350)
    ]  # fmt: skip
    things.bulk([Insert(THINGS, document) for document in documents])
    assert relay.sweep() == 350
    assert relay.flush(60)
    assert len(set(arrived(raw))) == 350
    assert relay.oldest_pending_age() == 0


def test_of_two_replicas_one_sweeps(relay, things, publisher):
    commit(things)
    other = a_relay(things, publisher, holder="the other")
    lease = Lease(things, "outbox-sweep", "the third", now, ttl_s=60)
    assert lease.acquire()
    assert relay.sweep(0) == other.sweep(0) == 0
    lease.release()
    assert relay.sweep(0) + other.sweep(0) == 1


def test_one_event_the_broker_refuses_does_not_hold_up_the_others(relay, things, raw):
    """The restricted exchange is gone: the broker closes the channel over each message to it."""
    raw.channel.exchange_delete("lianfang.restricted")
    try:
        bad = an_outbox("bad", 1)
        bad[0]["audience"] = "restricted"
        commit(things, id="bad", outbox=bad)
        good = [id for n in range(5) for id in commit(things, id=f"good{n}")[1]]
        assert relay.sweep(0) == 5
        assert set(arrived(raw)) >= set(good)
        assert things.get(THINGS, "bad")["outbox"] == bad
    finally:
        raw.exchange("lianfang.restricted")
    assert relay.sweep(0) == 1


def test_an_event_that_can_never_be_sent_is_counted_and_the_rest_goes(relay, things, raw):
    outbox = an_outbox("long", 2)
    outbox[0]["addressee"] = "x" * 300
    pending, ids = commit(things, id="long", outbox=outbox)
    before = metrics.PUBLISH_FAILED.labels("")._value.get()
    relay.hand_over(pending)
    assert relay.flush(60)
    assert arrived(raw) == ids[1:]
    assert metrics.PUBLISH_FAILED.labels("")._value.get() == before + 1
    assert relay.oldest_pending_age() > 0


def test_clearing_waits_for_a_store_that_is_away(things, publisher, raw):
    flaky = Flaky(things)
    relay = a_relay(flaky, publisher)
    relay.start()
    pending, ids = commit(things)
    flaky.away = True
    relay.hand_over(pending)
    until(lambda: flaky.refused > 1)
    assert arrived(raw) == ids
    flaky.away = False
    assert relay.flush(60)
    assert things.get(THINGS, pending.document["id"])["outbox"] == []
    relay.stop()


def test_a_blocked_broker_leaves_events_for_the_sweep(things, bus, broker, raw):
    publisher = ConfirmedPublisher(bus.amqp_uri, timeout_s=5)
    publisher.start()
    assert publisher.wait_connected(60)
    relay = a_relay(things, publisher)
    relay.start()
    with broker.publishers_blocked():
        pending, ids = commit(things)
        started = time.monotonic()
        relay.hand_over(pending)
        assert time.monotonic() - started < publisher.timeout_s, "a use case never waits for the broker"
        assert relay.flush(60), "given up in time"
        assert things.get(THINGS, pending.document["id"])["outbox"] != []
    until(lambda: publisher.connected)
    assert relay.sweep(0) == 1
    assert relay.flush(60)
    assert set(arrived(raw)) == set(ids)
    relay.stop()
    publisher.stop()


def test_stopping_waits_for_what_was_handed_over(things, publisher):
    relay = a_relay(things, publisher)
    relay.start()
    handed = [commit(things)[0] for _ in range(200)]
    for pending in handed:
        relay.hand_over(pending)
    relay.stop()
    assert relay.oldest_pending_age() == 0


def test_published_events_are_pruned_when_old(relay, things):
    pending, ids = commit(things)
    relay.hand_over(pending)
    assert relay.flush(60)
    assert prune(things, now() - timedelta(days=1)) == 0
    assert prune(things, now() + timedelta(seconds=1)) == 1
    assert things.get(PUBLISHED.name, ids[0]) is None


def test_republish_refills_a_broker_with_what_was_published_and_is_pending(relay, things, publisher, raw):
    handed, published = commit(things, events=2)
    relay.hand_over(handed)
    assert relay.flush(60)
    _, pending = commit(things)
    assert arrived(raw) == published
    seen: list[int] = []
    assert republish(things, publisher, now() - timedelta(minutes=1), [THINGS], seen.append) == 3
    first = raw.get("relayed")
    assert first.properties["application_headers"]["lianfang-replayed"] is True
    assert [first.properties["message_id"], *arrived(raw)] == published + pending
    assert republish(things, publisher, now() + timedelta(minutes=1)) == 0
    assert seen == [3]


def test_the_oldest_age_is_a_metric(relay, things):
    old = (now() - timedelta(seconds=100)).isoformat()
    commit(things, pending_since=old)
    commit(things)
    assert 100 <= relay.oldest_pending_age() < 160
    assert 100 <= metrics.OUTBOX_OLDEST._value.get() < 160


class Flaky:
    """A store that refuses bulk writes while `away`."""

    def __init__(self, store) -> None:
        self._store, self.away, self.refused = store, False, 0
        self._lock = threading.Lock()

    def __getattr__(self, name):
        return getattr(self._store, name)

    def bulk(self, operations):
        if self.away:
            self.refused += 1
            raise StoreUnavailable("away")
        return self._store.bulk(operations)


def test_a_pending_document_that_was_deleted_ends_the_clearing(relay, things):
    pending, _ = commit(things)
    things.delete(THINGS, pending.document["id"], 1)
    relay.hand_over(Pending(THINGS, pending.document))
    assert relay.flush(60)
    assert things.get(THINGS, pending.document["id"]) is None
