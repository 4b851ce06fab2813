"""What the holder of an account is given, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account and the way to use it.

    password: only when it was set by this call, else empty: the broker keeps a hash and nobody can show it again.
    uri: the AMQP URI, without a password when there is none to show.
    queue: the account's own queue, empty for a service.
    created: False when the account was there already (its permissions have been brought up to date).
    """

    account: str
    queue: str
    created: bool
    uri: str = field(repr=False)
    password: str = field(default="", repr=False)

    @property
    def message(self) -> str:
        """One sentence for the operator."""
        if self.created:
            return f"account {self.account} made; its password is shown this once"
        if self.password:
            return f"account {self.account} has a new password, shown this once; its connections were closed"
        return (
            f"account {self.account} exists already: permissions brought up to date, password kept "
            f"(it can't be shown again; --rotate sets a new one)"
        )


def uri_for(bus_uri: str, account: str, password: str) -> str:
    """Return `bus_uri` with its account and password replaced."""
    parts = urlsplit(bus_uri)
    host = parts.netloc.rpartition("@")[2]
    login = quote(account, safe="") + (f":{quote(password, safe='')}" if password else "")
    return urlunsplit(parts._replace(netloc=f"{login}@{host}"))
