"""Reading frames that py-amqp alone would stumble over.

Whoever may publish a message chooses its headers, and some (a timestamp beyond the year 9999, say) make py-amqp
raise while it reads. The connection would be lost, the message delivered again, and so on: one account could stop a
service. Such a message is read without its properties instead; the handler then finds no sender and refuses it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from struct import pack, unpack_from
from typing import Any

import amqp
from amqp import method_framing

_CONTENT_HEADER = 2
_log = logging.getLogger(__name__)
Frame = tuple[int, int, Any]


def tolerant_frame_handler(connection: Any, callback: Callable[..., Any]) -> Callable[[Frame], bool]:
    """As py-amqp's `frame_handler`, for its Connection's argument of that name."""
    inner = method_framing.frame_handler(connection, callback)

    def on_frame(frame: Frame) -> bool:
        try:
            return bool(inner(frame))
        except Exception:
            kind, channel, payload = frame
            if kind != _CONTENT_HEADER or _readable(payload):
                raise
            _log.warning("a message with unreadable properties is taken without them")
            return bool(inner((kind, channel, _without_properties(payload))))

    return on_frame


def _readable(payload: Any) -> bool:
    try:
        amqp.Message().inbound_header(payload)
    except Exception:  # whatever py-amqp raises for what a stranger wrote
        return False
    return True


def _without_properties(payload: Any) -> bytes:
    """Return the content header (AMQP 0-9-1, 4.2.6.1) with no property flag set."""
    class_id, weight, body_size = unpack_from(">HHQ", payload, 0)
    return pack(">HHQH", class_id, weight, body_size, 0)
