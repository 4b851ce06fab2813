"""What services export is read as it is written, and nothing else."""

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from lianfang.web.access import Caller
from services.analytics.app.live.health import Platform
from services.analytics.watching import measures

QUEUES = [
    {"name": "incident.duty", "kind": "queue", "waiting": 0},
    {"name": "incident.duty.dead", "kind": "dead", "waiting": 3},
    {"name": "lianfang.log", "kind": "stream", "waiting": 90},
    {"name": "team.350924.aoyang.case", "kind": "queue", "waiting": 12},
    {"name": "district.360103", "kind": "queue", "waiting": 5},
]


def platform(queues=None):
    return Platform({}, dict, lambda: datetime(2026, 11, 22, tzinfo=UTC), queues)


def caller(region):
    return Caller("somebody", frozenset({"viewer"}), region)


def test_measures_are_summed_over_labels_and_the_oldest_event_is_the_oldest():
    registry = CollectorRegistry()
    Gauge("lianfang_outbox_oldest_pending_seconds", "…", registry=registry).set(4.5)
    parked = Counter("lianfang_messages_parked_total", "…", ("queue", "type"), registry=registry)
    parked.labels("a.dead", 'a "quoted} type').inc(2)
    parked.labels("b.dead", "t").inc(3)
    assert measures(generate_latest(registry).decode()) == {"outbox_s": 4.5, "parked": 5.0}


def test_metrics_of_somebody_else_tell_nothing():
    assert measures("<html>\nlianfang_http_streams_total 3\n# HELP lianfang_http_streams …\n") == {}


def test_dead_letters_are_told_apart_from_what_waits_and_empty_queues_are_not_named():
    seen = platform(lambda: {"queues": QUEUES, "problem": None})
    seen.look()
    told = seen.bus(caller("350924"))
    assert (told["number"], told["waiting"], told["dead"]) == (4, 17, 3)
    assert [each["name"] for each in told["queues"]] == [
        "incident.duty.dead", "lianfang.log", "team.350924.aoyang.case",
    ]  # fmt: skip


def test_queues_of_another_county_are_counted_and_not_named():
    seen = platform(lambda: {"queues": QUEUES, "problem": None})
    seen.look()
    assert "district.360103" in [each["name"] for each in seen.bus(caller(""))["queues"]]
    assert "team.350924.aoyang.case" not in [each["name"] for each in seen.bus(caller("360103"))["queues"]]


def test_nothing_is_told_of_queues_before_the_first_look_or_without_anybody_to_ask():
    assert platform(lambda: {"queues": QUEUES, "problem": None}).bus(caller("")) is None
    alone = platform()
    alone.look()
    assert alone.bus(caller("")) is None
