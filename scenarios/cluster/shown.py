"""The run as a page: a table of what each fault cost, and the books."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.cluster.play import Played, Run
from scenarios.cluster.timed_books import LATE_S

_HEAD = (
    "what was done",
    "took",
    "reports taken meanwhile",
    "first one through",
    "flowing as before",
    "longest way of one",
    "held up",
)


def table(run: Run) -> list[str]:
    """Return the acts as lines of a Markdown table."""
    return [_row(_HEAD), _row(["---"] * len(_HEAD)), *(_row(_cells(each)) for each in run.played)]


def books(run: Run) -> Iterator[str]:
    """Yield what the books say."""
    it, closing = run.balance, run.closing
    yield f"{it.accepted} reports accepted, {run.summary.refused} refused"
    yield f"{it.tasks_expected} tasks expected by the rules, {it.tasks_delivered} delivered: {it.lost} lost"
    yield f"{it.duplicated} doubled in effect, {it.misrouted} at teams that were not expected"
    yield f"{it.redelivered} raw redeliveries (dropped by id), {it.escalated} escalations"
    yield f"{it.acknowledged} tasks acknowledged over the bus"
    yield f"{closing.mended} events in no event log, sent again by `lianfang republish --lacking`; then:"
    yield f"event logs (streams): {closing.log_lost} reports lost; district: {closing.district_lost} lost"
    yield (
        f"analytics: {closing.facts_gaps} gaps, {closing.facts_lacking} things with an event lacking,"
        f" {'behind' if closing.facts_behind else 'at the end of the logs'}"
    )
    yield "THE BOOKS BALANCE" if run.good else "THE BOOKS DO NOT BALANCE"


def page(run: Run) -> str:
    """Return the whole page."""
    return "\n".join(
        [
            f"# A broker of three nodes under faults, shown on RabbitMQ {run.version.partition('.')[0]}",
            "",
            f"By `make cluster`, on RabbitMQ {run.version}: three nodes and {len(run.services)} services on one"
            f" machine, reports at {run.options.per_second:g} a second through all of it, teams that answer, the"
            f" district's subscriber. The nodes were a cluster after {run.formed_s:g} s; `net_ticktime` is"
            f" {run.options.tick_s} s.{_left_out(run)}",
            "",
            *table(run),
            "",
            "Times are in seconds from the moment the act began. *First one through*: the first report taken after"
            " that moment had reached the last of its teams. *Flowing as before*: the last report that was held up"
            f" (more than {LATE_S:g} s from acceptance to the last of its teams) had arrived; 0 when none was."
            " *Took*: until what operators have to do was done and, where that was the aim, the cluster was whole.",
            "",
            "The books at the end:",
            "",
            "```",
            *books(run),
            "```",
            "",
            _NOTES,
        ]
    )


def _left_out(run: Run) -> str:
    return f" Left out: {', '.join(run.options.without)}." if run.options.without else ""


def _cells(each: Played) -> list[str]:
    it = each.measure
    first = "none" if it.accepted and not it.first_s else f"{it.first_s:g}"
    normal = "not in this act" if it.missing else f"{it.normal_s:g}"
    return [
        each.act.title + (f" ({each.remark})" if each.remark else ""),
        f"{each.seconds:g}",
        str(it.accepted),
        first,
        normal,
        f"{it.longest_s:g}",
        str(it.held_up),
    ]


def _row(cells: object) -> str:
    return f"| {' | '.join(cells)} |"  # type: ignore[arg-type]


_NOTES = """## What is what

- **The cluster**: `classic_config` peer discovery, `pause_minority`, a low `net_ticktime` (stock: 60 s), quorum
  queues and streams on all three nodes. Clients know all addresses:
  `LIANFANG_BUS_URI=amqp://…@a:5672,b:5672,c:5672/lianfang`.
- **The cut** is a real partition between nodes: each finds the others behind relays, which then pass on nothing. No
  connection is closed and none refused, so the nodes learn of it by silence alone. Clients still reach the node
  that was cut off, until it pauses itself. Streams copy themselves over connections of their own, not cut; the
  election of their leaders is.
- **It hangs**: its connections stand, and the kernel takes what is sent. It lasts longer than the others wait, so
  they go on without it. Where metadata are kept by Mnesia (3.x, and 4.0 unless Khepri is enabled) a node that slept
  through its own expulsion does not pause when it wakes: it goes on, partitioned, and is restarted by an operator.
- **No majority**: the third node pauses itself and closes its connections. Reports are accepted all the same; their
  events wait in the services' stores.
- **Events in no event log**: RabbitMQ's streams, unlike its quorum queues, may lose a message that was confirmed
  when their leader changes ([decision 0020](decisions/0020-the-log-is-mended.md)). Teams, services and districts
  are served by quorum queues and had them all; analytics and replays read the logs. The services' stores keep what
  they published, so it is found (`lianfang books`) and sent again.

What to do in each case: [runbooks/broker-node-lost.md](runbooks/broker-node-lost.md),
[runbooks/broker-majority-lost.md](runbooks/broker-majority-lost.md).
"""
