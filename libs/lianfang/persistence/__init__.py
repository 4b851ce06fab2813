"""Documents, kept durably: the Store port, its adapters by URI, and field encryption."""

from lianfang.persistence.uri import open_store

__all__ = ["open_store"]
