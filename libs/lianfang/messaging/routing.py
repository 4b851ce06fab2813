"""Routing keys and AMQP topic matching.

A key is ``<context>.<event>.v<major>.<region words…>[.<zone>.<team>]``. Matching follows the AMQP 0-9-1
topic rules: ``*`` is exactly one word, ``#`` is any number of words, none included.
"""

from __future__ import annotations

from lianfang.messaging.envelope import Event
from lianfang.regions import codes

EVENTS = "lianfang.events"
RESTRICTED = "lianfang.restricted"
COMMANDS = "lianfang.commands"
MAX_KEY_BYTES = 255  # AMQP 0-9-1 short string


def routing_key(event: Event) -> str:
    """Return the key an event travels under. Raises ValueError when it would not fit AMQP's 255 bytes."""
    return key_of(event.type, event.region, event.addressee)


def key_of(type: str, region: str, addressee: str = "") -> str:
    """As `routing_key`, from the three attributes that make it."""
    parts = [type, *codes.words(region)]
    if addressee:
        parts.append(addressee)
    key = ".".join(parts)
    if len(key.encode()) > MAX_KEY_BYTES:
        raise ValueError(f"routing key {key!r} is longer than {MAX_KEY_BYTES} bytes")
    return key


def exchange_of(event: Event) -> str:
    """Return the exchange for an event's audience."""
    return RESTRICTED if event.restricted else EVENTS


def region_pattern(region: str, context: str = "*", event: str = "*", major: str = "*") -> str:
    """Return the binding key for everything of `region` and below it."""
    return ".".join([context, event, major, *codes.words(region), "#"])


def matches(pattern: str, key: str) -> bool:
    """Tell whether a topic binding `pattern` takes `key`, as the broker does: an empty text has no word at all.

    Conformance with a real RabbitMQ over one table of cases is a test.
    """
    wanted, words = (text.split(".") if text else [] for text in (pattern, key))
    # reachable[j]: the pattern's words so far can consume exactly the key's first j words
    reachable = [True] + [False] * len(words)
    for token in wanted:
        following = [False] * (len(words) + 1)
        if token == "#":  # noqa: S105 - a wildcard, no secret
            seen = False
            for j, possible in enumerate(reachable):
                seen = seen or possible
                following[j] = seen
        else:
            for j, word in enumerate(words):
                following[j + 1] = reachable[j] and token in ("*", word)
        reachable = following
    return reachable[-1]
