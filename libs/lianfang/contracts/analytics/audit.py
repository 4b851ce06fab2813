"""The audit chain of the analytics service, seen from outside."""

from __future__ import annotations

from lianfang.contracts.fields import AuditHead
from lianfang.contracts.registry import event


@event(
    "analytics", "audit_head_published",
    summary="The newest row of an audit chain, so that cutting off the chain's tail shows.",
    example={"chain": "analytics", "number": 12, "hash": "9f" * 32},
)  # fmt: skip
class AuditHeadPublished(AuditHead):
    """Head of an audit chain."""
