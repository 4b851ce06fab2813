"""Makes a broker fit for the services: the declared topology, and an account for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from lianfang.messaging.accounts import Accounts
from lianfang.messaging.management import Management
from lianfang.messaging.topology import apply_over, check_over, load


def provision(management_uri: str, vhost: str, accounts: Mapping[str, str]) -> None:
    """Apply the topology and give the services in `accounts` (name to password) their accounts. Idempotent.

    Raises ManagementError, TopologyError or AccountError.
    """
    topology = load()
    with closing(Management(management_uri, vhost)) as management:
        apply_over(topology, management)
        provisioned = Accounts(management, topology, bus_uri="amqp://127.0.0.1/")  # its credentials are not shown
        for name, password in accounts.items():
            provisioned.add_service(name, password=password)
        provisioned.refresh()  # accounts of districts and teams made under an earlier topology


def differences(management_uri: str, vhost: str) -> list[str]:
    """Return one line for each way the broker is not as declared. Raises ManagementError."""
    with closing(Management(management_uri, vhost)) as management:
        return [str(difference) for difference in check_over(load(), management)]
