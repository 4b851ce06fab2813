"""What an embedded stack consists of: services, ports, the broker it uses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lianfang.runtime import ports
from lianfang.runtime.process import service_command

VHOST = "lianfang"


class StackError(RuntimeError):
    """The stack cannot do what was asked; one line that names the cause and the remedy."""


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """One service: its name, its ports, the command that runs it (default ``python -m services.<name>``)."""

    name: str
    http_port: int
    ops_port: int
    command: tuple[str, ...] = ()

    def argv(self) -> list[str]:
        """Return the command to run."""
        return list(self.command) or service_command(self.name)


SERVICES = (
    ServicePlan("grid", 8020, 9020), ServicePlan("incident", 8010, 9010), ServicePlan("mediation", 8030, 9030),
    ServicePlan("patrol", 8040, 9040), ServicePlan("analytics", 8050, 9050),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StackPlan:
    """Services in the order they start, and the broker.

    amqp_port, management_port: of the private node.
    bus_uri, management_uri: of a broker that is there already, with an administrator's account; then no
    private node is started.
    """

    services: tuple[ServicePlan, ...] = SERVICES
    amqp_port: int = 5680
    management_port: int = 15680
    bus_uri: str = ""
    management_uri: str = ""

    @classmethod
    def from_environment(cls) -> StackPlan:
        """Return the default plan; LIANFANG_BUS_URI (with …_BUS_MANAGEMENT_URI) names another broker."""
        bus, management = (os.environ.get(f"LIANFANG_{name}", "") for name in ("BUS_URI", "BUS_MANAGEMENT_URI"))
        if bool(bus) != bool(management):
            raise StackError(
                "set both LIANFANG_BUS_URI and LIANFANG_BUS_MANAGEMENT_URI (an administrator's account),"
                " or neither for a private broker"
            )
        return cls(bus_uri=bus, management_uri=management)

    def on_free_ports(self) -> StackPlan:
        """Return the same plan on ports that nobody uses at this moment."""
        free = ports.free_ports(2 + 2 * len(self.services))
        services = tuple(
            replace(service, http_port=free[2 + 2 * i], ops_port=free[3 + 2 * i])
            for i, service in enumerate(self.services)
        )
        return replace(self, services=services, amqp_port=free[0], management_port=free[1])

    def busy_ports(self) -> dict[int, str]:
        """Return the ports in use, each with what the plan wants it for."""
        wanted = {} if self.bus_uri else {self.amqp_port: "the broker", self.management_port: "its management"}
        for service in self.services:
            wanted[service.http_port] = f"{service.name}'s API"
            wanted[service.ops_port] = f"{service.name}'s health and metrics"
        return {port: what for port, what in wanted.items() if not ports.is_free(port)}


def inherited_environment() -> dict[str, str]:
    """Return the environment that services inherit: all of ours but what the stack itself decides."""
    decided = (
        "BUS_URI", "BUS_MANAGEMENT_URI", "STORE_URI", "HTTP_PORT", "OPS_PORT", "TOKEN_KEY", "FIELD_KEYS",
        "ANALYTICS_DIR", "PEERS", "WATCHED", "CORS_ORIGINS",
    )  # fmt: skip
    dropped = {f"LIANFANG_{name}{end}" for name in (*decided, "OIDC_JWKS_URI") for end in ("", "_FILE")}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def service_environment(values: Mapping[str, str | int]) -> dict[str, str]:
    """Return a service's whole environment: what it inherits and `values` as LIANFANG_* variables."""
    ours = {f"LIANFANG_{name}": str(value) for name, value in values.items()}
    return inherited_environment() | {"PYTHONUNBUFFERED": "1"} | ours
