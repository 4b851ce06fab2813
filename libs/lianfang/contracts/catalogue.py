"""Importing this module registers the contracts of every context; a new context adds one line."""

from __future__ import annotations

import lianfang.contracts.analytics
import lianfang.contracts.grid
import lianfang.contracts.grid_records
import lianfang.contracts.incident
import lianfang.contracts.mediation
import lianfang.contracts.patrol  # noqa: F401 - importing registers the contracts
from lianfang.contracts.registry import Contract, all_contracts


def catalogue() -> list[Contract]:
    """Return every contract of the platform, ordered by type; not those that tests and examples register."""
    return [contract for contract in all_contracts() if contract.schema.__module__.startswith(__package__)]
