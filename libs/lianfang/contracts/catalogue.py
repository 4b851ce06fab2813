"""Importing this module registers the contracts of every context; a new context adds one line."""

from __future__ import annotations

import lianfang.contracts.grid  # noqa: F401 - registers its contracts
import lianfang.contracts.incident  # noqa: F401 - registers its contracts
from lianfang.contracts.registry import Contract, all_contracts


def catalogue() -> list[Contract]:
    """Return every contract of the platform, ordered by type."""
    return list(all_contracts())
