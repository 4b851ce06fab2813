"""The Grafana dashboards: how it stands, the bus, the inside of the services. A test holds their queries to the
metrics that the services export."""

from __future__ import annotations

from lianfang.deploy.panels import Dashboard, Panel

_OF = 'service=~"$service"'
_QUEUES = 'queue!~"lianfang[.].+|.+[.]dead|team[.].+|district[.].+"'


def _rate(metric: str, by: str, where: str = _OF) -> str:
    return f"sum by ({by}) (rate({metric}{{{where}}}[5m]))"


def _p99(metric: str, by: str, where: str = _OF) -> str:
    return f"histogram_quantile(0.99, sum by (le, {by}) (rate({metric}_bucket{{{where}}}[5m])))"


STANDING = Dashboard("standing", "Lianfang 联防: how it stands", [
    Panel("Processes that are ready", "short", [(f"sum by (service) (lianfang_ready{{{_OF}}})", "{{service}}")]),
    Panel("What keeps them from it", "short", [
        (f"sum by (service, check) (lianfang_unready_check{{{_OF}}}) > 0", "{{service}}: {{check}}"),
    ], worry=1),
    Panel("Calls and reports answered", "reqps", [
        (_rate("lianfang_http_requests_total", "service"), "{{service}}"),
    ]),
    Panel("Answers that are our fault", "reqps", [
        (_rate("lianfang_http_requests_total", "service, route", f'{_OF},status=~"5.."'), "{{service}} {{route}}"),
    ], worry=0.1),
    Panel("Oldest event not yet published", "s", [
        (f"max by (service) (lianfang_outbox_oldest_pending_seconds{{{_OF}}})", "{{service}}"),
    ], worry=10, description="A commit whose events the broker has not confirmed. Nothing is lost; it comes late."),
    Panel("Deadlines missed in an hour", "short", [
        (f"sum by (service, deadline) (increase(lianfang_deadlines_missed_total{{{_OF}}}[1h]))",
         "{{service}}: {{deadline}}"),
    ]),
    Panel("Working days known ahead", "d", [
        ("min by (service) (lianfang_workdays_known_days)", "{{service}}"),
    ], description="Below 60, deadlines beyond it are guesses: runbooks/workdays-ending.md"),
    Panel("Region packs sent, audit rows written in an hour", "short", [
        ("sum by (outcome) (increase(lianfang_pack_imports_total[1h]))", "packs {{outcome}}"),
        ("sum by (chain) (increase(lianfang_audit_rows_total[1h]))", "audit {{chain}}"),
    ]),
])  # fmt: skip

BUS = Dashboard("bus", "Lianfang 联防: the bus", [
    Panel("Events confirmed by the broker", "cps", [
        (_rate("lianfang_events_published_total", "service, exchange"), "{{service}} {{exchange}}"),
    ]),
    Panel("Not confirmed in time, or refused", "cps", [
        (_rate("lianfang_publish_failed_total", "service, exchange"), "{{service}} {{exchange}}"),
    ], worry=0.1),
    Panel("From send to confirm, p99", "s", [(_p99("lianfang_publish_confirm_seconds", "service"), "{{service}}")],
          worry=0.5),
    Panel("Messages handled", "cps", [(_rate("lianfang_messages_handled_total", "queue"), "{{queue}}")]),
    Panel("From delivery to acknowledgement, p99", "s", [
        (_p99("lianfang_message_handling_seconds", "queue"), "{{queue}}"),
    ], worry=1),
    Panel("In hand now", "short", [
        (f"sum by (queue) (lianfang_messages_in_flight{{{_OF}}})", "{{queue}}"),
    ]),
    Panel("Failed, retried, given back, parked", "cps", [
        (_rate("lianfang_messages_failed_total", "queue"), "failed {{queue}}"),
        (_rate("lianfang_messages_retried_total", "queue"), "retried {{queue}}"),
        (_rate("lianfang_messages_requeued_total", "queue"), "given back {{queue}}"),
        (_rate("lianfang_messages_parked_total", "queue"), "parked {{queue}}"),
    ]),
    Panel("Waiting in the services' queues", "short", [
        (f"sum by (queue) (rabbitmq_detailed_queue_messages_ready{{{_QUEUES}}})", "{{queue}}"),
    ], worry=1000),
    Panel("Dead letters", "short", [
        ('sum by (queue) (rabbitmq_detailed_queue_messages_ready{queue=~".+[.]dead"}) > 0', "{{queue}}"),
    ], worry=1),
    Panel("Longest queues of districts and teams", "short", [
        ('topk(10, sum by (queue) (rabbitmq_detailed_queue_messages_ready{queue=~"(team|district)[.].+"}))',
         "{{queue}}"),
    ]),
    Panel("Events taken into the facts of analytics", "cps", [
        ("sum by (log) (rate(lianfang_facts_events_total[5m]))", "{{log}}"),
    ]),
    Panel("Gaps marked in the facts in a day", "short", [
        ("sum by (log) (increase(lianfang_facts_gaps_total[1d]))", "{{log}}"),
    ], worry=1, description="Events lost, unreadable, or of a log made anew; figures name the gap."),
    Panel("Free disk of the broker's nodes", "bytes", [("rabbitmq_disk_space_available_bytes", "{{pod}}")]),
    Panel("Memory of the broker's nodes", "bytes", [("rabbitmq_process_resident_memory_bytes", "{{pod}}")]),
])  # fmt: skip

INSIDE = Dashboard("inside", "Lianfang 联防: inside the services", [
    Panel("Answering time by route, p99", "s", [
        (_p99("lianfang_http_request_seconds", "service, route"), "{{service}} {{route}}"),
    ], worry=1),
    Panel("Requests being answered", "short", [
        (f"sum by (service) (lianfang_http_in_flight{{{_OF}}})", "{{service}}"),
    ], worry=64, description="A process has 64 places for them."),
    Panel("Open event streams", "short", [(f"sum by (service) (lianfang_http_streams{{{_OF}}})", "{{service}}")]),
    Panel("Lag of the event loop, p99", "s", [(_p99("lianfang_loop_lag_seconds", "pod"), "{{pod}}")], worry=0.1),
    Panel("Memory", "bytes", [(f"process_resident_memory_bytes{{{_OF}}}", "{{pod}}")]),
    Panel("Processor", "percentunit", [(f"rate(process_cpu_seconds_total{{{_OF}}}[5m])", "{{pod}}")], worry=0.9),
    Panel("Open files", "short", [(f"process_open_fds{{{_OF}}}", "{{pod}}")]),
    Panel("Spans of traces: ended, exported, lost", "cps", [
        (_rate("lianfang_spans_total", "outcome"), "{{outcome}}"),
    ], description="Only where LIANFANG_TRACES is on. Ended but neither exported nor lost: the queue was full."),
    Panel("Restarts in an hour", "short", [
        ('sum by (pod) (increase(kube_pod_container_status_restarts_total{namespace="lianfang"}[1h])) > 0',
         "{{pod}}"),
    ], worry=1),
])  # fmt: skip


def dashboards() -> dict[str, str]:
    """Return the JSON of each dashboard by its name."""
    return {each.name: each.json() for each in (STANDING, BUS, INSIDE)}
