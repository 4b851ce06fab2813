"""Giving one service once more, from the logs, what it had taken since a time: into its own queues and no other's.

What others told it comes as it was told. What teams had done is made anew from the service's own events, as far as
its store lacks them. Everything keeps its id, so what the store does know has no second effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from lianfang.messaging import routing
from lianfang.messaging.delivery import OURS, RETURN, ROUTING_KEY, USER_ID
from lianfang.messaging.envelope import Event
from lianfang.messaging.log import LOG, RESTRICTED_LOG, Entry, read_entries
from lianfang.messaging.outgoing import Outgoing
from lianfang.messaging.pace import Pace
from lianfang.messaging.published import REPLAYED
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.messaging.topology import Topology, load
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.books import logged
from lianfang.runtime.recovery.kept import MARGIN, kept_by
from lianfang.runtime.recovery.steps import commands_of

_CHUNK = 100
_STREAMS = {LOG: routing.EVENTS, RESTRICTED_LOG: routing.RESTRICTED}
COMMANDED = {"incident": "incident.commands"}
"""Services whom teams command, and the queue of the commands."""


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What was given once more. queues: messages per queue. steps: of these, teams' commands. unknown: steps in
    aggregates that the store does not know at all, which can't be taken until they are reported again."""

    queues: dict[str, int] = field(default_factory=dict)
    steps: int = 0
    unknown: int = 0


def catch_up(
    target: Target, service: str, since: datetime, *, dry_run: bool = False, per_second: float = 0.0,
    progress: Callable[[int], None] = lambda _count: None,
) -> CaughtUp:  # fmt: skip
    """Send everything once more that the service takes and that the logs hold since a little before `since`.

    dry_run: only count. per_second: at most so many, 0 unlimited. Raises BadInput for a service that takes nothing,
    PublishFailed (begin again), Failure, StoreUnavailable, OSError and amqp's errors.
    """
    topology = load()
    queues = [queue.name for queue in topology.queues if _is_of(queue.name, queue.kind, service)]
    if not queues:
        known = ", ".join(topology.services())
        raise BadInput(f"SERVICE {service!r} takes no messages: it is one of {known}")
    steps, unknown = _steps(target, service, since) if service in COMMANDED else ([], 0)
    counts: Counter[str] = Counter()

    def counted(messages: Iterable[Outgoing]) -> Iterator[Outgoing]:
        for message in messages:
            counts[message.routing_key] += 1
            yield message

    messages = counted(_all(target, topology, queues, since, steps))
    if dry_run:
        for _ in messages:
            pass
    else:
        _send(target.bus_uri, messages, Pace(per_second), progress)
    return CaughtUp(dict(sorted(counts.items())), len(steps), unknown)


def _is_of(name: str, kind: str, service: str) -> bool:
    return kind == "service" and name.partition(".")[0] == service


def _all(
    target: Target, topology: Topology, queues: Sequence[str], since: datetime, steps: Iterable[Outgoing]
) -> Iterator[Outgoing]:
    for stream, exchange in _STREAMS.items():
        wanted = {
            queue: [each.key for each in topology.bindings_of(queue) if each.exchange == exchange]
            for queue in queues
        }
        if not any(wanted.values()):
            continue
        for entry in read_entries(target.bus_uri, since - MARGIN, stream):
            for queue, patterns in wanted.items():
                if any(routing.matches(pattern, entry.routing_key) for pattern in patterns):
                    yield _told(entry, queue)
    yield from steps


def _told(entry: Entry, queue: str) -> Outgoing:
    """On the exchanges of events an account publishes its own context alone, so the key names the sender."""
    sender = f"svc-{entry.routing_key.partition('.')[0]}"
    kept = {name: value for name, value in entry.headers.items() if name not in OURS and not name.startswith("x-")}
    headers = kept | {USER_ID: sender, ROUTING_KEY: entry.routing_key, REPLAYED: True}
    return Outgoing(RETURN, queue, entry.body, headers, entry.message_id, entry.content_type)


def _steps(target: Target, service: str, since: datetime) -> tuple[list[Outgoing], int]:
    told = logged(target, since).get(service, [])
    with kept_by(target, service, since) as kept:
        lacking = sorted((event for event in told if not kept.knows(event)), key=lambda event: event.sequence)
    unknown = {event.subject for event in lacking if event.sequence <= 1}
    all_steps = list(commands_of(lacking))
    known = [(command, team) for command, team in all_steps if command.subject not in unknown]
    queue = COMMANDED[service]
    return [_commanded(*each, queue) for each in known], len(all_steps) - len(known)


def _commanded(command: Event, team: str, queue: str) -> Outgoing:
    headers = command.headers() | {
        USER_ID: f"team-{team}", ROUTING_KEY: routing.routing_key(command), REPLAYED: True,
    }  # fmt: skip
    return Outgoing(RETURN, queue, command.to_json(), headers, command.id)


def _send(uri: str, messages: Iterator[Outgoing], pace: Pace, progress: Callable[[int], None]) -> None:
    publisher = ConfirmedPublisher(uri, timeout_s=30, name="lianfang-catch-up")
    publisher.start()
    sent = 0
    try:
        while chunk := list(islice(messages, _CHUNK)):
            for _ in chunk:
                pace.wait()
            publisher.publish(chunk)
            sent += len(chunk)
            progress(sent)
    finally:
        publisher.stop()
