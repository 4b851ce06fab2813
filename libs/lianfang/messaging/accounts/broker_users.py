"""RabbitMQ users, permissions and connections, over the management API."""

from __future__ import annotations

import time
from typing import Any

from lianfang.messaging.accounts.grants import Grant, TopicRule
from lianfang.messaging.management import Management

_CLOSING_S = 10.0


class BrokerUsers:
    """Accounts of one virtual host. RabbitMQ's users are global: one user may be known in several hosts."""

    def __init__(self, management: Management) -> None:
        self._management = management
        self._vhost = management.vhost

    def hosts_of(self, account: str) -> set[str] | None:
        """Return the virtual hosts where an account has permissions, None when there is no such user."""
        found = self._management.find("users", account, "permissions")
        return None if found is None else {item["vhost"] for item in found}

    def names(self, prefix: str) -> list[str]:
        """Return the accounts of this virtual host whose name starts with `prefix`, sorted."""
        permissions = self._management.get("vhosts", self._vhost, "permissions")
        return sorted(item["user"] for item in permissions if item["user"].startswith(prefix))

    def set_password(self, grant: Grant, password: str) -> None:
        """Make the user, or give it another password."""
        self._management.put("users", grant.account, body={"password": password, "tags": grant.tags})

    def allow(self, grant: Grant) -> None:
        """Write the permissions: topic rules first, so that at no moment the account is without them."""
        for exchange in self._topic_exchanges() | set(grant.topics):
            rule = grant.topics.get(exchange, TopicRule())
            body = {"exchange": exchange, "write": rule.write, "read": rule.read}
            self._management.put("topic-permissions", self._vhost, grant.account, body=body)
        body = {"configure": grant.configure, "write": grant.write, "read": grant.read}
        self._management.put("permissions", self._vhost, grant.account, body=body)

    def remove(self, account: str) -> None:
        """Take the account's permissions here, and the user too when it is known nowhere else."""
        if self.hosts_of(account) == {self._vhost}:
            self._management.delete("users", account)
            return
        self._management.delete("permissions", self._vhost, account)
        self._management.delete("topic-permissions", self._vhost, account)

    def connections(self, account: str) -> set[str]:
        """Return the names of the account's connections here, from the broker's own table (not the statistics)."""
        return {item["name"] for item in self._tracked(account) if item["vhost"] == self._vhost}

    def disconnect(self, account: str) -> None:
        """Close the account's connections here; return when none is left, or 10 s have passed."""
        deadline = time.monotonic() + _CLOSING_S
        while (tracked := self._tracked(account)) and time.monotonic() < deadline:
            here = {item["name"] for item in tracked if item["vhost"] == self._vhost}
            if not here:
                return
            if len(here) == len(tracked):
                self._management.delete("connections", "username", account)
            else:  # one by one, which works only once the statistics know the connection (up to 5 s)
                for name in here:
                    self._management.delete("connections", name, reason="the account was changed")
            time.sleep(0.1)

    def _tracked(self, account: str) -> list[dict[str, Any]]:
        return self._management.find("connections", "username", account) or []

    def _topic_exchanges(self) -> set[str]:
        return {item["name"] for item in self._management.exchanges() if item["type"] == "topic"}
