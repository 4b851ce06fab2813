"""The connection to MongoDB and what it guarantees."""

from __future__ import annotations

from typing import Any

from pymongo import MongoClient
from pymongo.errors import ConfigurationError, InvalidURI
from pymongo.uri_parser import parse_uri

from lianfang.persistence.mongo.adapter import MongoStore

_DEFAULTS: dict[str, Any] = {
    "serverselectiontimeoutms": 3_000,
    "connecttimeoutms": 3_000,
    "sockettimeoutms": 10_000,
}
_GUARANTEES: dict[str, Any] = {
    "w": "majority",
    "journal": True,
    "retryWrites": True,
    # What was read is never rolled back, so the relay can't publish an event that then never happened.
    "readConcernLevel": "majority",
    "readPreference": "primary",
}


def open_mongo(uri: str) -> MongoStore:
    """Return the store for ``mongodb://host:port/database?options``; each service has a database of its own.

    Timeouts may be set in the URI (``serverSelectionTimeoutMS`` and so on; default 3 s to find a primary, 10 s for
    an answer). Write concern, journal and read concern may not be weakened. Raises ValueError.
    """
    try:
        parsed = parse_uri(uri, connect_timeout=3)
    except (InvalidURI, ConfigurationError, ValueError, OSError) as error:  # OSError: a CA file that is not there
        raise ValueError(f"this mongodb URI can't be used: {error}") from error
    database = parsed["database"]
    if not database:
        raise ValueError("a mongodb URI names the service's database: mongodb://host:port/incident")
    given = {name.lower() for name in parsed["options"]}
    timeouts = {name: value for name, value in _DEFAULTS.items() if name not in given}
    client: MongoClient[dict[str, Any]] = MongoClient(uri, **timeouts, **_GUARANTEES)
    return MongoStore(client, database)
