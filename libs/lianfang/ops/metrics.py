"""Every metric of the platform, in one place: names and labels are a contract with dashboards and alarms.

Labels are bounded sets (queue names, contract types, route templates, status codes), never ids, paths or people.
All durations are seconds. `docs/operations.md` lists what to watch and at which value to worry.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, Info, disable_created_metrics

# They double the series, and nothing here asks when a counter began.
disable_created_metrics()  # type: ignore[no-untyped-call]

_QUEUE = ("queue", "type")
_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

SERVICE = Info("lianfang_service", "Which service this process runs")

# Messages taken from queues.
HANDLED = Counter("lianfang_messages_handled_total", "Messages handled and acknowledged", _QUEUE)
FAILED = Counter("lianfang_messages_failed_total", "Handler runs that raised", _QUEUE)
RETRIED = Counter("lianfang_messages_retried_total", "Messages sent to a delayed retry queue", _QUEUE)
PARKED = Counter("lianfang_messages_parked_total", "Messages moved to the queue's dead letters", _QUEUE)
REQUEUED = Counter("lianfang_messages_requeued_total", "Messages given back because the store was away", _QUEUE)
HANDLING = Histogram("lianfang_message_handling_seconds", "From delivery to acknowledgement", _QUEUE, buckets=_FAST)
IN_FLIGHT = Gauge("lianfang_messages_in_flight", "Messages being handled now", ("queue",))

# Events given to the bus.
PUBLISHED = Counter("lianfang_events_published_total", "Messages the broker confirmed", ("exchange",))
PUBLISH_FAILED = Counter(
    "lianfang_publish_failed_total", "Messages not confirmed in time or refused", ("exchange",)
)
CONFIRMING = Histogram("lianfang_publish_confirm_seconds", "From send to the broker's confirm", buckets=_FAST)
OUTBOX_OLDEST = Gauge("lianfang_outbox_oldest_pending_seconds", "Age of the oldest event not yet published")

# Deadlines.
DEADLINES_MISSED = Counter("lianfang_deadlines_missed_total", "Deadlines that passed unmet", ("deadline",))

WORKDAYS_LEFT = Gauge("lianfang_workdays_known_days", "Days until the calendar of working days ends")

# Region packs; outcome: new, unchanged, refused.
IMPORTS = Counter("lianfang_pack_imports_total", "Region packs that were sent to be imported", ("outcome",))

# What analytics reads of the event logs.
FACT_EVENTS = Counter("lianfang_facts_events_total", "Messages of an event log taken into the facts", ("log",))
FACT_GAPS = Counter("lianfang_facts_gaps_total", "Gaps marked: lost, unreadable, or a log made anew", ("log",))

# HTTP. `route` is the template (/incidents/<id>), never the path.
HTTP_REQUESTS = Counter("lianfang_http_requests_total", "HTTP requests answered", ("method", "route", "status"))
HTTP_SECONDS = Histogram("lianfang_http_request_seconds", "HTTP answering time", ("method", "route"), buckets=_FAST)
HTTP_IN_FLIGHT = Gauge("lianfang_http_in_flight", "HTTP requests being answered now")
STREAMS = Gauge("lianfang_http_streams", "Open streams of server-sent events")

# Traces, when they are on. outcome: ended; then exported, or lost because the collector did not take it.
SPANS = Counter("lianfang_spans_total", "Spans that ended, and what became of them", ("outcome",))

# The process.
LOOP_LAG = Histogram(
    "lianfang_loop_lag_seconds", "How much later than asked the event loop woke a sleeper", buckets=_FAST
)
READY = Gauge("lianfang_ready", "1 when this process answers /readyz with 200")
UNREADY = Gauge("lianfang_unready_check", "1 for a readiness check that fails", ("check",))
AUDIT_ROWS = Counter("lianfang_audit_rows_total", "Audit rows written", ("chain",))
