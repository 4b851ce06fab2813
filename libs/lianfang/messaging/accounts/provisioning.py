"""Accounts of services, districts and teams: added, listed, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from lianfang.messaging.accounts import grants
from lianfang.messaging.accounts.broker_users import BrokerUsers
from lianfang.messaging.accounts.credentials import Credentials, uri_for
from lianfang.messaging.accounts.draining import drain
from lianfang.messaging.accounts.grants import Grant
from lianfang.messaging.management import Management
from lianfang.messaging.topology import Binding, Queue, Topology, TopologyError, district_queue, team_queue
from lianfang.messaging.topology.applying import make_queue

_PASSWORD_BYTES = 24


class AccountError(RuntimeError):
    """The account can't be added or revoked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the virtual host. id: the service's name, the district's code, the team's full id."""

    account: str
    id: str
    queue: str
    queue_exists: bool


@dataclass(frozen=True, slots=True)
class Revoked:
    """What revoking did."""

    account: str
    queue: str
    connections_closed: int
    queue_removed: bool


class Accounts:
    """Provisions accounts on the virtual host of `management`.

    topology: as loaded; the broker must have it already (`lianfang topology apply`).
    bus_uri: an AMQP URI whose host and virtual host are put into the credentials.

    Methods raise AccountError, TopologyError (a bad id) and ManagementError.
    """

    def __init__(self, management: Management, topology: Topology, bus_uri: str) -> None:
        self._management = management
        self._topology = topology
        self._bus_uri = bus_uri
        self._users = BrokerUsers(management)

    def add_service(self, name: str, *, password: str | None = None, rotate: bool = False) -> Credentials:
        """Add the account of a service; `password` sets a given one (a mounted secret), again and again."""
        return self._add(grants.service(self._topology, name), None, rotate, password)

    def add_district(self, code: str, *, rotate: bool = False) -> Credentials:
        """Add the account and the capped durable queue of a district system, by its region code."""
        queue = district_queue(self._topology.district, code)
        return self._add(grants.district(self._topology, code), queue, rotate)

    def add_team(self, full_id: str, *, rotate: bool = False) -> Credentials:
        """Add the account and the queue of a team, by its full id ``<county>.<zone>.<team>``."""
        queue = team_queue(self._topology.team, full_id)
        return self._add(grants.team(self._topology, full_id), queue, rotate)

    def list_services(self) -> list[Account]:
        """Return the services that have an account."""
        return self._list("svc-", lambda _id: "")

    def list_districts(self) -> list[Account]:
        """Return the districts that have an account."""
        return self._list("district-", lambda id: f"district.{id}")

    def list_teams(self) -> list[Account]:
        """Return the teams that have an account."""
        return self._list("team-", lambda id: f"team.{id}")

    def revoke_service(self, name: str) -> Revoked:
        """Take a service's account and close its connections; its queues stay."""
        return self._revoke(f"svc-{name}", "")

    def revoke_district(self, code: str) -> Revoked:
        """Take a district's account, close its connections, remove its queue and with it the bindings."""
        return self._revoke(f"district-{code}", f"district.{code}")

    def drain_district(self, code: str, within_s: float, each: Callable[[int], None] = lambda _: None) -> None:
        """Let nothing new come to a district's queue, and wait until it is empty. Raises StillHolds."""
        drain(self._management, f"district.{code}", within_s, each=each)

    def revoke_team(self, full_id: str) -> Revoked:
        """Take a team's account, close its connections, remove its queue and with it the bindings."""
        return self._revoke(f"team-{full_id}", f"team.{full_id}")

    def refresh(self) -> list[str]:
        """Write all accounts' permissions again, as after an upgrade that adds exchanges; return the accounts.

        Accounts of services which the topology no longer has are left as they are.
        """
        known = set(self._topology.services())
        found = [grants.service(self._topology, a.id) for a in self.list_services() if a.id in known]
        found += [grants.district(self._topology, a.id) for a in self.list_districts()]
        found += [grants.team(self._topology, a.id) for a in self.list_teams()]
        for grant in found:
            self._users.allow(grant)
        return [grant.account for grant in found]

    def _add(
        self, grant: Grant, queue: tuple[Queue, tuple[Binding, ...]] | None, rotate: bool, given: str | None = None
    ) -> Credentials:  # fmt: skip
        self._require_topology()
        if queue is not None:
            self._make(*queue)
        hosts = self._users.hosts_of(grant.account)
        created = not hosts
        password = ""
        if created or rotate or given:
            password = given or secrets.token_urlsafe(_PASSWORD_BYTES)
            self._users.set_password(grant, password)
        self._users.allow(grant)
        if rotate and not created:
            self._users.disconnect(grant.account)
        uri = uri_for(self._bus_uri, grant.account, password)
        return Credentials(grant.account, queue[0].name if queue else "", created, uri, password)

    def _require_topology(self) -> None:
        live = {item["name"] for item in self._management.exchanges()}
        for exchange in self._topology.exchanges:
            if exchange.name not in live:
                raise AccountError(f"exchange {exchange.name!r} is missing: run `lianfang topology apply` first")

    def _make(self, queue: Queue, bindings: tuple[Binding, ...]) -> None:
        found = self._management.find("queues", self._management.vhost, queue.name)
        if found is None:
            make_queue(self._management, queue)
        elif found.get("type") != "quorum":
            raise TopologyError(
                f"queue {queue.name!r} is {found.get('type')}, should be quorum: drain it, delete it, try again"
            )
        for binding in bindings:
            self._management.bind(binding.exchange, binding.queue, binding.key)

    def _list(self, prefix: str, queue_of: Callable[[str], str]) -> list[Account]:
        live = {item["name"] for item in self._management.queues()}
        ids = [name.removeprefix(prefix) for name in self._users.names(prefix)]
        return [Account(prefix + id, id, queue_of(id), queue_of(id) in live) for id in ids]

    def _revoke(self, account: str, queue: str) -> Revoked:
        hosts = self._users.hosts_of(account)
        if hosts is None or self._management.vhost not in hosts:
            # A revocation that broke off half-way is finished by the next one.
            if not (queue and self._management.delete("queues", self._management.vhost, queue)):
                raise AccountError(f"there is no account {account!r} on this broker: see the list of accounts")
            return Revoked(account, queue, 0, True)
        open_now = self._users.connections(account)
        self._users.remove(account)  # first, so that it can't come back
        self._users.disconnect(account)
        removed = bool(queue) and self._management.delete("queues", self._management.vhost, queue)
        return Revoked(account, queue, len(open_now), removed)
