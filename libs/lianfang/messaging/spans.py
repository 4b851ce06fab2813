"""Spans of what is published and what is handled.

The envelope's `traceparent` says what caused the event and is never changed, however late and by whichever process
it is sent. The AMQP header `traceparent` says which publishing brought it here (as CloudEvents' Distributed Tracing
extension has it), so a handling is a child of that. Retries and parking keep the header.

Attributes: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ and …/cloudevents/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from lianfang.contracts.registry import UnknownContract, contract_of
from lianfang.messaging.confirms import PublishFailed
from lianfang.messaging.delivery import ATTEMPTS, Delivery
from lianfang.messaging.envelope import Event
from lianfang.messaging.log import Entry
from lianfang.messaging.outgoing import Outgoing
from lianfang.messaging.routing import EVENTS, RESTRICTED
from lianfang.ops.tracing import parse, spans
from lianfang.ops.tracing.spans import Kind, Span
from lianfang.ops.tracing.words import present, uuid_or_nothing, word_or_nothing

HEADER = "traceparent"
_ENVELOPE = "cloudEvents_"
Told = Callable[[PublishFailed | None], None]


def type_label(type: str | None) -> str:
    """Return an event's type if it is a registered one, so that senders can't invent labels and names of spans."""
    if type is None:
        return "undecodable"
    try:
        return contract_of(type).type
    except UnknownContract:
        return "unknown"


def sending(messages: Sequence[Outgoing], tell: Told) -> tuple[list[Outgoing], Told]:
    """Return the messages with their publishing's place in the header, and `tell` so that it ends the spans.

    A message that belongs to no trace, or is only moved (to a retry, to the dead letters), stays as it is.
    """
    begun: list[Span] = []
    marked = []
    for message in messages:
        parent = message.headers.get(f"{_ENVELOPE}{HEADER}")
        if parent and ATTEMPTS not in message.headers:
            span = _publishing(message, str(parent))
            begun.append(span)
            message = replace(message, headers={**message.headers, HEADER: span.traceparent})  # noqa: PLW2901
        marked.append(message)

    def told(error: PublishFailed | None) -> None:
        for span in begun:
            span.end(error="unconfirmed" if error else "")
        tell(error)

    return marked, told


def _publishing(message: Outgoing, parent: str) -> Span:
    type = type_label(str(message.headers.get(f"{_ENVELOPE}type", "")))
    told = _told("publish", "send", message.exchange, message.message_id, type)
    told |= present(**{_RABBIT_KEY: message.routing_key}, **_correlated(message.headers))
    return spans.start(Kind.PRODUCER, f"publish {type}", parent, told)


def receiving(delivery: Delivery, event: Event | None) -> Span:
    """Begin the span of a delivery's handling; event: None when it can't be read.

    Teams write their messages themselves: what is not well-formed is not taken on, and their flags say nothing.
    """
    parent = _parent(delivery.headers.get(HEADER), event.traceparent if event else "")
    if not spans.on():
        return spans.NoSpan(parent)
    trusted = delivery.user_id.startswith("svc-") or (
        not delivery.user_id and delivery.exchange in (EVENTS, RESTRICTED)
    )
    type = type_label(event.type if event else None)
    told = _told("process", "process", delivery.queue, event.id if event else "", type)
    correlation = _correlated({f"{_ENVELOPE}correlationid": event.correlationid}) if event else {}
    more = {"lianfang.attempts": delivery.attempts, "lianfang.redelivered": delivery.redelivered}
    return spans.start(
        Kind.CONSUMER, f"process {delivery.queue}", parent, {**told, **present(**correlation), **more},
        outside=not trusted,
    )  # fmt: skip


def received(span: Span, outcome: str, error: BaseException | None = None) -> None:
    """End it. outcome: handled, retry, park, pause, or unread when it was given back before its handler ran."""
    span.note({"lianfang.outcome": outcome})
    span.end(error=type(error).__name__ if error else "")


def under(event: Event, span: Span) -> Event:
    """Return the event so that what its handler causes is caused by this handling."""
    return event if event.traceparent == span.traceparent else replace(event, traceparent=span.traceparent)


@contextmanager
def following(stream: str, stretch: Sequence[Entry]) -> Iterator[None]:
    """Span the taking in of a stretch of a log: a span for each message whose trace is sampled, in that trace."""
    begun = [_taking(stream, entry, parent) for entry in stretch if (parent := _sampled(entry.headers))]
    try:
        yield
    except BaseException as error:
        for span in begun:
            span.end(error=type(error).__name__)
        raise
    for span in begun:
        span.end()


def _taking(stream: str, entry: Entry, parent: str) -> Span:
    type = type_label(str(entry.headers.get(f"{_ENVELOPE}type", "")))
    told = _told("process", "process", stream, entry.message_id, type)
    return spans.start(
        Kind.CONSUMER, f"process {stream}", parent, told | present(**_correlated(entry.headers)), outside=False
    )


def _sampled(headers: Mapping[str, Any]) -> str:
    parent = _parent(headers.get(HEADER), headers.get(f"{_ENVELOPE}{HEADER}"))
    position = parse(parent)
    return parent if position is not None and position.sampled else ""


def _parent(*told: object) -> str:
    """Return the first of these that is a `traceparent`, nothing when none is."""
    return next((text for text in told if isinstance(text, str) and parse(text)), "")


def _told(operation: str, kind: str, destination: str, message_id: str, type: str) -> dict[str, str]:
    return present(
        messaging__system="rabbitmq", messaging__operation__name=operation, messaging__operation__type=kind,
        messaging__destination__name=destination, messaging__message__id=uuid_or_nothing(message_id),
        cloudevents__event_type=type,
    )  # fmt: skip


_RABBIT_KEY = "messaging__rabbitmq__destination__routing_key"


def _correlated(headers: Mapping[str, Any]) -> dict[str, str]:
    id = word_or_nothing(str(headers.get(f"{_ENVELOPE}correlationid", "")))
    return {"messaging__message__conversation_id": id, "lianfang__correlation_id": id}
