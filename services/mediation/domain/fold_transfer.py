"""How facts of a transfer change a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.parts import Transfer


def _transferred(case: Case, fact: Fact) -> Case:
    made = Transfer(fact.data["body"], fact.data["complexity"], fact.at)
    return replace(case, transfers=(*case.transfers, made), outcome="", follow_ups_left=())


def _with(case: Case, **changed: Any) -> Case:
    assert case.transfer is not None
    return replace(case, transfers=(*case.transfers[:-1], replace(case.transfer, **changed)))


def _contacted(case: Case, fact: Fact) -> Case:
    return _with(case, contacted_at=fact.at)


def _received(case: Case, fact: Fact) -> Case:
    return _with(case, received_at=fact.at, receipt=fact.data["receipt"])


def _resolved(case: Case, fact: Fact) -> Case:
    return _with(case, resolved_at=fact.at, result=fact.data["result"])


def _returned(case: Case, fact: Fact) -> Case:
    return _with(case, returned=fact.data["reason"])


def _called_back(case: Case, fact: Fact) -> Case:
    return _with(case, called_back=fact.data["opinion"])


FOLDERS = {
    "transferred": _transferred, "transfer_contacted": _contacted, "transfer_received": _received,
    "transfer_resolved": _resolved, "transfer_returned": _returned, "called_back": _called_back,
}  # fmt: skip
