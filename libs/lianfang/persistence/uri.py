"""Opens the store that a URI names. Adapters are imported when asked for: pymongo is an extra."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from lianfang.persistence.store import Store

_HELP = "use sqlite:///absolute/path.db or mongodb://host:port/database"


def open_store(uri: str) -> Store:
    """Return the store for ``sqlite:///absolute/path.db`` or ``mongodb://host:port/database?options``.

    Nothing is opened yet: a store that can't be reached shows as StoreUnavailable at the first call.
    Raises ValueError for a URI that can't be meant, with the remedy.
    """
    scheme = urlsplit(uri).scheme
    if scheme == "sqlite":
        from lianfang.persistence.sqlite.adapter import SqliteStore  # noqa: PLC0415 - only what is asked for

        return SqliteStore(_sqlite_path(uri))
    if scheme in ("mongodb", "mongodb+srv"):
        try:
            from lianfang.persistence.mongo.client import open_mongo  # noqa: PLC0415 - pymongo is an extra
        except ModuleNotFoundError as error:
            raise ValueError("a mongodb:// store needs the extra: pip install 'lianfang[mongo]'") from error

        return open_mongo(uri)
    raise ValueError(f"unknown store scheme {scheme!r}: {_HELP}")


def _sqlite_path(uri: str) -> Path:
    parts = urlsplit(uri)
    if parts.netloc:
        raise ValueError(
            f"a sqlite URI has three slashes (sqlite:///absolute/path.db), not a host {parts.netloc!r}"
        )
    if parts.query or parts.fragment or not parts.path.strip("/"):
        raise ValueError(f"a sqlite URI is a path and nothing else: {_HELP}")
    return Path(unquote(parts.path))
