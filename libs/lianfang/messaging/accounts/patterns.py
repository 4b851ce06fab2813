"""Regular expressions for RabbitMQ's permissions: always anchored at both ends, dots escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTHING = "^$"


def names(allowed: Iterable[str]) -> str:
    """Return the expression that takes exactly these names, `^$` for none."""
    return _anchored(re.escape(name) for name in allowed)


def own_queues(service: str, streams: Iterable[str] = ()) -> str:
    """Return the expression that takes a service's own queues and these streams."""
    return _anchored([rf"{re.escape(service)}\..+", *(re.escape(stream) for stream in streams)])


def keys(patterns: Iterable[str]) -> str:
    """Return the expression that takes the routing keys which these topic patterns match, `^$` for none.

    A trailing ``.#`` is any number of words, none included; ``*`` is one word; ``#`` elsewhere is not needed.
    """
    return _anchored(_key(pattern) for pattern in patterns)


def binding_keys_of(words: Iterable[str]) -> str:
    """Return the expression that takes the binding keys of a region and below, and no others.

    Context, event and version are one word or ``*`` each. ``#`` among them would let the region's words slide along
    the key (``#.35.09.#`` takes a county 09 of a city 35 in another province), so it is refused.
    """
    one = r"(\*|[a-z][a-z0-9_]*)"
    return rf"^{one}\.{one}\.{one}\.{_words(words)}(\..+)?$"


def _key(pattern: str) -> str:
    body, rest = (pattern[:-2], r"(\..+)?") if pattern.endswith(".#") else (pattern, "")
    if "#" in body:
        raise ValueError(f"key pattern {pattern!r}: # may only be the last word")
    return _words(body.split(".")) + rest


def _words(words: Iterable[str]) -> str:
    return r"\.".join(r"[^.]+" if word == "*" else re.escape(word) for word in words)


def _anchored(alternatives: Iterable[str]) -> str:
    found = list(alternatives)
    if len(found) > 1:
        return f"^({'|'.join(found)})$"
    return f"^{found[0]}$" if found else NOTHING
