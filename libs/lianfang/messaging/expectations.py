"""Failing fast: before a service consumes, its queues must be there and be what it relies on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import amqp

from lianfang.messaging.link import Link

QUORUM: Mapping[str, Any] = {"x-queue-type": "quorum"}


class QueueProblem(RuntimeError):
    """A queue is missing, or has other arguments than the service relies on; the text has the remedy."""


def check_queues(uri: str, expected: Mapping[str, Mapping[str, Any]], io_timeout_s: float = 5.0) -> None:
    """Compare the broker's queues with the expected arguments, by queue name.

    Raises QueueProblem, and OSError or amqp's errors when the broker can't be asked. An account without the right
    to declare is refused before arguments are compared; then only existence is checked here, and `lianfang topology
    check` does the rest.
    """
    link = Link(uri, "lianfang-check", io_timeout_s=io_timeout_s)
    try:
        for queue, arguments in expected.items():
            _check(link, queue, dict(arguments))
    finally:
        link.close()


def _check(link: Link, queue: str, arguments: dict[str, Any]) -> None:
    try:
        link.channel().queue_declare(queue, passive=True)
    except amqp.exceptions.NotFound:
        raise QueueProblem(f"queue {queue} is missing: run `lianfang topology apply`") from None
    try:
        # It exists, so this creates nothing: it asks the broker to compare.
        link.channel().queue_declare(queue, durable=True, auto_delete=False, arguments=arguments)
    except amqp.exceptions.AccessRefused:
        return
    except amqp.exceptions.PreconditionFailed as error:
        raise QueueProblem(
            f"queue {queue} has other arguments than expected ({error.reply_text}): a queue's arguments can't be "
            "changed, so drain it, delete it and run `lianfang topology apply`"
        ) from None
