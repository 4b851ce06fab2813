"""Whoever publishes the head of an audit chain has a contract for it: else the timer would fail, and nobody see."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from lianfang.contracts import catalogue  # noqa: F401 - registers the contracts
from lianfang.contracts.registry import contract_of
from lianfang.ops.audit import Head

SERVICES = Path(__file__).parents[2] / "services"
PUBLISHING = sorted(
    path.parent.name for path in SERVICES.glob("*/wiring.py") if "PublishAuditHead(" in path.read_text("utf-8")
)


@pytest.mark.parametrize("service", PUBLISHING)
def test_the_head_of_each_services_chain_keeps_a_contract(service):
    head = Head(service, 3, "9f" * 32)
    contract_of(f"{service}.audit_head_published.v1").check(asdict(head))


def test_every_service_with_an_audit_chain_is_among_them():
    assert {"incident", "mediation", "patrol", "analytics"} <= set(PUBLISHING)
